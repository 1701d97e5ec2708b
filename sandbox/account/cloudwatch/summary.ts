import { type Samples, slotValue } from './samples.ts';
import type { Range, Statistic } from './statistic.ts';

const countOf = ({ counts }: Samples): number => {
  let count = 0;
  for (let index = 0; index < counts.length; index++) count += counts[index] as number;
  return count;
};

const sumOf = ({ slots, counts }: Samples): number => {
  let sum = 0;
  for (let index = 0; index < slots.length; index++) {
    sum += (counts[index] as number) * slotValue(slots[index] as number);
  }
  return sum;
};

/** The nearest rank: the smallest value that at least `share` of the samples do not exceed. */
const quantileOf = ({ slots, counts }: Samples, share: number, count: number): number => {
  const rank = Math.max(1, Math.ceil(share * count - 1e-9));
  let seen = 0;
  let index = -1;
  while (seen < rank && index + 1 < slots.length) {
    index += 1;
    seen += counts[index] as number;
  }
  return slotValue(slots[index] as number);
};

/** How many of the slots, which are in the order of their values, have a value up to the bound. */
const slotsUpTo = (slots: readonly number[], bound: number): number => {
  let [low, high] = [0, slots.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (slotValue(slots[middle] as number) <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The samples above the range's lower bound and not above its upper one. */
const within = ({ slots, counts }: Samples, { lower, upper }: Range): Samples => {
  const [from, to] = [slotsUpTo(slots, lower), slotsUpTo(slots, upper)];
  return { slots: slots.slice(from, to), counts: counts.slice(from, to) };
};

const meanOf = (samples: Samples): number | undefined => {
  const count = countOf(samples);
  return count === 0 ? undefined : sumOf(samples) / count;
};

const meanOfRanks = ({ slots, counts }: Samples, range: Range, count: number) => {
  const first = (Math.max(0, range.lower) / 100) * count;
  const last = (Math.min(100, range.upper) / 100) * count;
  let seen = 0;
  let sum = 0;
  for (let index = 0; index < slots.length; index++) {
    const times = counts[index] as number;
    const taken = Math.min(seen + times, last) - Math.max(seen, first);
    if (taken > 0) sum += taken * slotValue(slots[index] as number);
    seen += times;
  }
  return last > first ? sum / (last - first) : undefined;
};

/** What CloudWatch has for every sample; the others it has not where a sample is negative. */
const basic: ReadonlySet<Statistic['kind']> = new Set([
  'SampleCount',
  'Sum',
  'Average',
  'Minimum',
  'Maximum',
]);

const isAvailable = ({ slots }: Samples, { kind }: Statistic): boolean =>
  basic.has(kind) || (slots[0] as number) >= 0;

/**
 * One datapoint: a statistic over the merged samples of a period, or undefined when there is none.
 * Since it is computed from the samples, a quantile over twenty minutes is that of twenty minutes
 * and no mean of quantiles. A range that holds no sample has a count of 0: AWS does not say whether
 * CloudWatch answers 0 or no datapoint.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export const summarise = (merged: Samples, statistic: Statistic): number | undefined => {
  const count = countOf(merged);
  if (count === 0 || !isAvailable(merged, statistic)) return undefined;
  switch (statistic.kind) {
    case 'SampleCount':
      return count;
    case 'Sum':
      return sumOf(merged);
    case 'Average':
      return sumOf(merged) / count;
    case 'Minimum':
      return slotValue(merged.slots[0] as number);
    case 'Maximum':
      return slotValue(merged.slots.at(-1) as number);
    case 'quantile':
      return quantileOf(merged, statistic.share, count);
    case 'trimmed-count':
      return countOf(within(merged, statistic.range));
    case 'percentile-rank':
      return (100 * countOf(within(merged, statistic.range))) / count;
    case 'trimmed-mean':
      return statistic.range.percent
        ? meanOfRanks(merged, statistic.range, count)
        : meanOf(within(merged, statistic.range));
  }
};
