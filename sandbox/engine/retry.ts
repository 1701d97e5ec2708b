import * as z from 'zod';
import type { Random } from '../random.ts';
import { isListed, type StateFailure } from './failure.ts';
import { errorEquals, wildcardLast } from './fields.ts';
import { longestSeconds } from './limits.ts';

const retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errorEquals,
  IntervalSeconds: z.int().min(1).max(longestSeconds).default(1),
  MaxAttempts: z.int().min(0).max(longestSeconds).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().min(1).max(31_622_400).optional(),
  JitterStrategy: z.enum(['NONE', 'FULL']).default('NONE'),
});

export type Retrier = z.output<typeof retrier>;

export const retry = z
  .array(retrier)
  .refine(wildcardLast, { message: 'States.ALL in the last retrier' })
  .default([]);

/**
 * The retries of one visit: each retrier counts its own, and the first that lists the error decides,
 * even when its attempts are used up.
 */
export const retryPlan = (retriers: readonly Retrier[], random: Random) => {
  const attempts = new Map<Retrier, number>();
  /** How long to wait before the next attempt, in seconds; undefined when there is none. */
  return (failure: StateFailure): number | undefined => {
    const chosen = retriers.find(({ ErrorEquals }) => isListed(ErrorEquals, failure));
    if (chosen === undefined) return undefined;
    const earlier = attempts.get(chosen) ?? 0;
    if (earlier >= chosen.MaxAttempts) return undefined;
    attempts.set(chosen, earlier + 1);
    const grown = chosen.IntervalSeconds * chosen.BackoffRate ** earlier;
    const delay = Math.min(grown, chosen.MaxDelaySeconds ?? longestSeconds);
    return chosen.JitterStrategy === 'FULL' ? random.next() * delay : delay;
  };
};
