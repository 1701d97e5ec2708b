import type { Rehearsal } from '../sandbox/rehearsal.ts';
import { people } from '../sandbox/scenarios/people.ts';
import { play } from './long-rollout.ts';
import { median, percentile } from './percentile.ts';
import { type Bench, limited, type Row } from './row.ts';

const seeds = 200;

interface Reaction {
  readonly seconds: number;
  /** States entered between the alarm and the moment at which stable had all the traffic. */
  readonly transitions: number;
}

/** Undefined for a run that had been rolled back for another reason before the alarm rang. */
const reactionOf = ({ interventions, weights, states }: Rehearsal): Reaction | undefined => {
  const rang = interventions[0]?.at;
  if (rang === undefined) return undefined;
  const stable = weights.find(({ at, canary }) => at >= rang && canary === 0)?.at;
  if (stable === undefined || weights.every(({ at, canary }) => at > rang || canary === 0))
    return undefined;
  const transitions = states.filter(({ at }) => at >= rang && at <= stable).length;
  return { seconds: stable - rang, transitions };
};

const seconds = (value: number): string => `${value.toFixed(2)} s`;

const rowsOf = (reactions: readonly Reaction[], runs: number): Row[] => {
  const times = reactions.map((each) => each.seconds);
  const transitions = Math.max(...reactions.map((each) => each.transitions));
  return [
    limited(`median of ${times.length} alarms`, median(times), { below: 3 }, seconds),
    { what: 'p95', measured: seconds(percentile(times, 0.95)) },
    { what: 'worst', measured: seconds(Math.max(...times)) },
    limited('state transitions until then, worst', transitions, { atMost: 6 }, String),
    {
      what: 'rolled back before the alarm, not counted',
      measured: `${runs - times.length} of ${runs} seeds`,
    },
  ];
};

/**
 * From the state change of a canary's alarm between two ticks to 100 % on stable, in virtual seconds:
 * what follows from sandbox/account/latencies.ts. The functions that hear the alarm and roll back run
 * for the first time then, so their cold starts are part of it.
 */
export const alarmToStable: Bench = {
  name: 'alarm-to-stable',
  about: 'From an alarm in mid-bake to 100 % on stable, cold starts included, in virtual time.',
  measure: async ({ runs = seeds }) => {
    const scenario = people.find(({ name }) => name === 'alarm-mid-bake');
    if (scenario === undefined) throw new Error('There is no scenario "alarm-mid-bake".');
    const reactions: Reaction[] = [];
    for (let seed = 1; seed <= runs; seed++) {
      const reaction = reactionOf((await play(scenario, seed)).rehearsal);
      if (reaction !== undefined) reactions.push(reaction);
    }
    return rowsOf(reactions, runs);
  },
};
