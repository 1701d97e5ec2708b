import type { LiveEvent } from '../rehearsal.ts';
import { clockText } from '../report/time-text.ts';
import { paint, type Screen } from './screen.ts';
import { clip } from './wrap.ts';

/** What the bottom of the live view shows at a moment. */
export interface Status {
  readonly at: number;
  readonly state: string;
  /** The canary's share in percent. */
  readonly canary: number;
}

/** Tells the status at rising moments of a rehearsal. */
export const statusAt = (events: readonly LiveEvent[]): ((at: number) => Status) => {
  let next = 0;
  let state = '';
  let canary = 0;
  return (at) => {
    for (let event = events[next]; event !== undefined && event.at <= at; event = events[++next]) {
      if (event.kind === 'state') state = event.name;
      if (event.kind === 'weights') canary = event.canary;
    }
    return { at, state, canary };
  };
};

/** Lines of the status, which are drawn over each other. */
export const statusLines = 3;

/** The weights as a bar, the virtual clock and the current state: each line fits the width. */
export const drawnStatus = ({ at, state, canary }: Status, screen: Screen): string => {
  const columns = screen.columns() - 1;
  const left = `stable ${String(100 - canary).padStart(3)} % `;
  const right = ` canary ${String(canary).padStart(3)} %`;
  const room = columns - left.length - right.length;
  const filled = Math.round((room * canary) / 100);
  const bar = `${paint(screen, 'traffic', '█'.repeat(room - filled))}${paint(screen, 'doubt', '▒'.repeat(filled))}`;
  const clock = paint(screen, 'strong', clockText(at));
  return [
    paint(screen, 'dim', '─'.repeat(columns)),
    `${left}${bar}${right}`,
    `${clock}  ${clip(state, columns - 10)}`,
  ].join('\n');
};
