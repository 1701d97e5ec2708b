import type { Stack } from '../sandbox/account/stack.ts';
import type { Rehearsal } from '../sandbox/rehearsal.ts';
import { rehearseWith } from '../sandbox/rehearse.ts';
import { releases } from '../sandbox/scenarios/releases.ts';
import { type Scenario, withRollout } from '../sandbox/scenarios/scenario.ts';

/** Two bakes of twenty minutes with what surrounds them take about 45 minutes. */
export const longBakeMinutes = 20;
/** The least that the samples' own plan would bake. */
export const shortBakeMinutes = 10;

const good = (): Scenario => {
  const scenario = releases.find(({ name }) => name === 'good');
  if (scenario === undefined) throw new Error('There is no scenario "good" to measure with.');
  return scenario;
};

/** A good release of the sample service with two bakes of so many minutes. */
export const rolloutOf = (bakeMinutes: number): Scenario => {
  const bake = { minimumMinutes: bakeMinutes, maximumMinutes: bakeMinutes };
  const steps = [{ weight: 10, bake }, { weight: 50, bake }, { weight: 100 }];
  return { ...good(), change: withRollout({ steps }) };
};

export interface Played {
  readonly rehearsal: Rehearsal;
  readonly stack: Stack;
}

/** Rehearses a scenario and keeps the simulated account in which it was played. */
export const play = async (scenario: Scenario, seed: number): Promise<Played> => {
  const kept: { stack?: Stack } = {};
  const { workflow, name } = scenario;
  const rehearsal = await rehearseWith(
    scenario,
    { workflow, scenario: name, seed },
    {
      onStack: (stack) => {
        kept.stack = stack;
      },
    },
  );
  if (kept.stack === undefined) throw new Error('The rehearsal set up no account.');
  return { rehearsal, stack: kept.stack };
};

/** The first seed from `seed` on whose good release is promoted: a run of full length. */
export const playPromoted = async (bakeMinutes: number, seed = 1): Promise<Played> => {
  const played = await play(rolloutOf(bakeMinutes), seed);
  if (played.rehearsal.outcome === 'promoted') return played;
  if (seed > 20) throw new Error('None of 20 seeds promotes a good release.');
  return playPromoted(bakeMinutes, seed + 1);
};
