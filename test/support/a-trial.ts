import type { Rehearsal } from '../../sandbox/rehearsal.ts';
import { rehearseWith } from '../../sandbox/rehearse.ts';
import { scenarios } from '../../sandbox/scenarios/catalogue.ts';
import type { Scenario } from '../../sandbox/scenarios/scenario.ts';
import type { Additions } from '../../sandbox/set-up.ts';

/** A scenario of the catalogue with some of its parts replaced. */
export const scenario = (name: string, changes: Partial<Scenario> = {}): Scenario => {
  const found = scenarios.find((each) => each.name === name);
  if (!found) throw new Error(`no scenario is called ${name}`);
  return { ...found, ...changes };
};

/** Plays a scenario with faults and people of a test's own. */
export const tried = (played: Scenario, additions: Additions = {}): Promise<Rehearsal> =>
  rehearseWith(played, { workflow: 'rollout', scenario: played.name, seed: 1 }, additions);

/** The canary's live share at the end. */
export const finalShare = ({ weights }: Rehearsal): number => weights.at(-1)?.canary ?? 0;

/** The invariants that were broken. */
export const broken = ({ invariants }: Rehearsal): string[] =>
  invariants.filter(({ held }) => !held).map(({ name }) => name);

/** The changes of weights that functions made. */
export const shifts = ({ calls }: Rehearsal) =>
  calls.filter(({ action }) => /^(ModifyRule|ModifyListener|UpdateAlias)$/.test(action));
