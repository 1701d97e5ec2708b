import { isDeepStrictEqual } from 'node:util';
import type { Facts } from './comparison.ts';
import { deviations } from './deviations.ts';

interface Counted {
  /** Small machines, and ways through the machines of the project. */
  readonly cases: number;
  readonly journeys: number;
  readonly ours: readonly Facts[];
  readonly theirs: readonly Facts[];
}

/** What a person wants to know of the comparison: how much agrees, and by name what does not. */
export const summary = ({ cases, journeys, ours, theirs }: Counted): string => {
  const agreeing = ours.filter((facts, index) => isDeepStrictEqual(facts, theirs[index])).length;
  const lines = deviations.map(
    ({ name, wrong, cases: listed, decidedBy }) =>
      `  ${wrong} is wrong in ${Object.keys(listed).length}: ${name}\n    ${decidedBy}`,
  );
  return [
    `engine: ${cases} small machines and ${journeys} ways through the machines of the project on our engine and on moto; ${agreeing} of ${ours.length} agree`,
    'Left out of the comparison: AWS’s own wording of causes, SdkHttpMetadata and SdkResponseMetadata in the answer of Lambda (our engine gives neither), the types of history events.',
    `Deviations, with the documentation that decides:\n${lines.join('\n')}`,
  ].join('\n');
};
