import type { Rehearsal, StateVisit } from '../rehearsal.ts';
import { type Markup, markup } from './markup.ts';
import { foldPath, type Stretch } from './path.ts';
import { section } from './table.ts';
import { clockText, durationText } from './time-text.ts';
import { counted } from './words.ts';

const visited = ({ name, at, end }: StateVisit): Markup =>
  markup`<span class="state">${name}</span>${end !== null && end - at >= 1 && markup` <span class="note">${durationText(end - at)}</span>`}`;

const stretchLine = ({ visits, rounds, from, to }: Stretch<StateVisit>): Markup =>
  rounds === 1
    ? markup`
<li><time>${clockText(from)}</time> <span>${visits.map(visited)}</span></li>`
    : markup`
<li class="loop"><time>${clockText(from)}</time> <span>${visits.map(
        ({ name }, index) => markup`${index > 0 && ' → '}<span class="state">${name}</span>`,
      )} <b class="rounds">${rounds} times</b> <span class="note">until ${clockText(to)}, ${durationText(to - from)}</span></span></li>`;

/** The states visited in order, with repeated loops folded. */
export const pathSection = ({ states, historyEvents }: Rehearsal): Markup =>
  section(
    'path',
    'The path through the machine',
    markup`<ol class="path">${foldPath(states).map(stretchLine)}</ol>`,
    `${counted(states.length, 'visit')} of ${counted(new Set(states.map(({ name }) => name)).size, 'state')}; ${counted(historyEvents, 'event')} in the execution's history.`,
  );
