import * as z from 'zod';
import { errorOutput, isListed, StateFailure } from './failure.ts';
import { errorEquals, leaving, wildcardLast } from './fields.ts';
import { leave } from './leave.ts';
import { type Retrier, retryPlan } from './retry.ts';
import type { Transition, Visit } from './visit.ts';

const catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errorEquals,
  Next: z.string(),
  ...leaving('errorOutput'),
});

type Catcher = z.output<typeof catcher>;

export const catchers = z
  .array(catcher)
  .refine(wildcardLast, { message: 'States.ALL in the last catcher' })
  .default([]);

interface Recoverable {
  readonly Retry: readonly Retrier[];
  readonly Catch: readonly Catcher[];
}

/** @throws the failure itself when no catcher lists it, or a new one when the catcher fails. */
const caught = (
  catchers: readonly Catcher[],
  visit: Visit,
  failure: StateFailure,
): Promise<Transition> => {
  const index = catchers.findIndex(({ ErrorEquals }) => isListed(ErrorEquals, failure));
  const chosen = catchers[index];
  if (chosen === undefined) throw failure;
  const seen = errorOutput(failure);
  return leave(visit, chosen, {
    results: { errorOutput: seen },
    otherwise: seen,
    place: `Catch[${index}]/`,
  });
};

/** Attempts a state until it ends, its retriers are used up, and no catcher takes its failure. */
export const recover = async (
  state: Recoverable,
  visit: Visit,
  attempt: () => Promise<Transition>,
): Promise<Transition> => {
  const { clock } = visit.lane.run.outside;
  const nextDelay = retryPlan(state.Retry, visit.lane.run.random);
  for (;;) {
    try {
      return await attempt();
    } catch (thrown) {
      if (!(thrown instanceof StateFailure)) throw thrown;
      const seconds = nextDelay(thrown);
      if (seconds === undefined) return caught(state.Catch, visit, thrown);
      await visit.lane.scope.sleepUntil(clock, clock.now + seconds * 1_000);
      visit.retryCount = (visit.retryCount ?? 0) + 1;
    }
  }
};
