import type { Rehearsal } from '../rehearsal.ts';
import { type Markup, markup } from './markup.ts';
import { endedAsExpected, reactionOf } from './reaction.ts';
import { durationText } from './time-text.ts';
import { heldOf, outcomeTitles } from './words.ts';

interface Fact {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
}

const seconds = (value: number | null): string => (value === null ? 'never' : durationText(value));

const reactionFacts = (rehearsal: Rehearsal): Fact[] => {
  const reaction = reactionOf(rehearsal);
  if (reaction === null) return [];
  return [
    {
      name: 'time to safety',
      value: seconds(reaction.whole),
      note: 'regression to stable = 100 %',
    },
    { name: 'detection', value: seconds(reaction.detection), note: 'regression to decision' },
    { name: 'reaction', value: seconds(reaction.reaction), note: 'decision to stable = 100 %' },
  ];
};

const factsOf = (rehearsal: Rehearsal): Fact[] => {
  const { invariants, weights } = rehearsal;
  const broken = invariants.filter(({ held }) => !held).length;
  const held = heldOf(invariants);
  return [
    ...reactionFacts(rehearsal),
    {
      name: 'canary at the end',
      value: `${weights.at(-1)?.canary ?? 0} %`,
      note: 'of the traffic',
    },
    {
      name: 'the rollout took',
      value: durationText(rehearsal.virtualSeconds),
      note: 'on the virtual clock',
    },
    {
      name: 'invariants',
      value: broken === 0 ? `${held.count} held` : `${broken} broken`,
      note: held.where,
    },
  ];
};

const badge = (rehearsal: Rehearsal): Markup =>
  endedAsExpected(rehearsal)
    ? markup`<span class="badge good">as expected</span>`
    : markup`<span class="badge wrong">${
        rehearsal.outcome === rehearsal.expected
          ? 'an invariant broke'
          : `expected: ${outcomeTitles[rehearsal.expected].toLowerCase()}`
      }</span>`;

/** What happened, why, and how fast. */
export const headline = (rehearsal: Rehearsal): Markup => {
  const { workflow, scenario, seed, plan } = rehearsal;
  return markup`<header class="outcome-${rehearsal.outcome}">
<p class="eyebrow">Rehearsal of a ${workflow} &middot; scenario ${scenario} &middot; seed ${seed}${plan && markup` &middot; service ${plan.service}`}</p>
<h1>${outcomeTitles[rehearsal.outcome]} ${badge(rehearsal)}</h1>
<p class="lead">${rehearsal.because}</p>
${rehearsal.error !== null && markup`<p class="error">The execution failed with <code>${rehearsal.error}</code>.</p>`}
<p class="story"><b>Scenario</b> ${rehearsal.story}</p>
<dl class="facts">${factsOf(rehearsal).map(
    ({ name, value, note }) => markup`
<div><dt>${name}</dt><dd>${value}</dd>${note && markup`<dd class="note">${note}</dd>`}</div>`,
  )}</dl>
</header>`;
};
