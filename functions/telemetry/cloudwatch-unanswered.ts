import { countsOf, type Lookup } from './cloudwatch-buckets.ts';
import type { ShareMetric } from './domain/metric.ts';
import type { GaugeBucket, Window } from './domain/reading.ts';

type Doubted =
  | { readonly kind: 'seen'; readonly at: readonly number[] }
  | { readonly kind: 'blind'; readonly because: string };

const nothing: Doubted = { kind: 'seen', at: [] };

/**
 * Buckets of stable in which so many requests have no answer that its counters may be late. Counted
 * as failures they would excuse a canary that fails as well; they are no data.
 */
export const unbelievable = (
  { unanswered }: ShareMetric,
  totals: readonly Pick<GaugeBucket, 'at'>[],
  lookup: Lookup,
): Doubted => {
  if (!unanswered || !lookup.isReference) return nothing;
  const { percent, ...difference } = unanswered;
  const without = countsOf({ add: [difference] }, lookup);
  const all = countsOf(difference.from, lookup);
  if (without.kind === 'blind') return without;
  if (all.kind === 'blind') return all;
  const at = totals
    .map((bucket) => bucket.at)
    .filter((each) => {
      const [count, of] = [without.valueAt(each), all.valueAt(each)];
      return count === undefined || of === undefined || count * 100 > of * percent;
    });
  return { kind: 'seen', at };
};

/** What is missing for longer comes no more: it is left out, and keeps nothing from passing. */
const lateMilliseconds = 15 * 60_000;

/** What is said of such buckets while their counters may still come. */
export const doubtOf = (
  { unanswered }: ShareMetric,
  doubted: readonly number[],
  buckets: number,
  { end }: Window,
): string | undefined => {
  const newest = doubted.at(-1);
  if (newest === undefined || newest < end - lateMilliseconds) return undefined;
  const clock = new Date(newest).toISOString().slice(11, 16);
  return `more than ${unanswered?.percent} % of its requests have no answer in ${doubted.length} of ${buckets} buckets (the newest at ${clock} UTC): its counts are late, or it fails without answering`;
};
