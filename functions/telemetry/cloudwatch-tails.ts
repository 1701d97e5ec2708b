import { type Buckets, countsOf, type Lookup } from './cloudwatch-buckets.ts';
import { quantileSeries, whyUnaskable } from './cloudwatch-queries.ts';
import { blind, clock, totalsOf } from './cloudwatch-readings.ts';
import type { CloudWatchSeries } from './domain/cloudwatch-source.ts';
import type { QuantileMetric } from './domain/metric.ts';
import type { GaugeBucket, Reading, Role, ShareBucket } from './domain/reading.ts';

type Part = 'above' | 'upTo' | 'samples';

/** A bound of a statistic as CloudWatch reads it: at most 10 decimal places, and no exponent. */
const boundText = (bound: number): string | undefined => {
  const rounded = Number(bound.toPrecision(6));
  if (!(rounded >= 1e-10 && rounded < 1e15)) return undefined;
  return rounded.toFixed(10).replace(/\.?0+$/, '');
};

/**
 * What a tail is counted with; undefined where it begins at no number that can be asked for. Bounds
 * are in the metric's own unit; the lower one is excluded and the upper one included, so the two
 * counts share no sample and leave none out. The bounds need samples and no statistic sets, as
 * quantiles do. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export const tailSeries = (
  metric: QuantileMetric,
  aboveMilliseconds: number,
): Record<Part, CloudWatchSeries> | undefined => {
  const bound = boundText(aboveMilliseconds / metric.unitMilliseconds);
  const counting = (statistic: string) => ({ ...quantileSeries(metric), statistic });
  return bound === undefined
    ? undefined
    : {
        above: counting(`TC(${bound}:)`),
        upTo: counting(`TC(:${bound})`),
        samples: counting('SampleCount'),
      };
};

type Seen = Buckets & { kind: 'buckets' };

/** One bucket as CloudWatch counted it. */
interface Counted {
  readonly at: number;
  readonly samples: number;
  readonly above: number | undefined;
  readonly upTo: number | undefined;
}

/**
 * By how many samples both counts together may differ from all: by one, which is what rounding each
 * for itself does, or by a tenth of the tail where that is more. Of a p99, 1 % of the samples would
 * be the whole tail. Few samples must agree more closely: else a metric that CloudWatch counts no
 * tail of would, at one request a minute, pass for a canary of slow ones.
 */
const tolerated = (samples: number, quantile: number): number =>
  Math.min(Math.max(1, (samples * (1 - quantile)) / 10), samples / 10);

/**
 * AWS does not say whether a count of nothing is 0 or no datapoint. It is taken for 0 where the
 * other count has all the samples; without both, nothing was counted.
 */
const isConsistent = ({ samples, above, upTo }: Counted, quantile: number): boolean => {
  if (!Number.isInteger(samples)) return false;
  if (above === undefined && upTo === undefined) return samples === 0;
  return Math.abs((above ?? 0) + (upTo ?? 0) - samples) <= tolerated(samples, quantile);
};

/** The buckets that were counted, and those in which there was nothing to count. */
const countedIn = (
  { above, upTo, samples }: Record<Part, Seen>,
  totals: readonly GaugeBucket[],
): Counted[] => {
  const idle = totals.flatMap(({ at, value }) => (value === 0 ? [at] : []));
  return [...new Set([above, upTo, samples].flatMap(({ seen }) => seen).concat(idle))]
    .toSorted((one, other) => one - other)
    .map((at) => ({
      at,
      samples: samples.valueAt(at) ?? 0,
      above: above.valueAt(at),
      upTo: upTo.valueAt(at),
    }));
};

/**
 * Counts come from sketches and may be fractions. What is in doubt counts against the canary: its
 * slow requests are rounded up and those of stable down. It is the running sum that is rounded, since
 * a rounded bucket each minute would add half a request a minute to a p99 that has one.
 */
const slowRequests = (counted: readonly Counted[], role: Role): ShareBucket[] => {
  const [doubtful, round] =
    role === 'canary' ? ([Math.max, Math.ceil] as const) : ([Math.min, Math.floor] as const);
  let sum = 0;
  return counted.map(({ at, samples, above = 0, upTo = 0 }) => {
    const before = round(sum);
    sum += Math.min(samples, Math.max(0, doubtful(above, samples - upTo)));
    return { at, events: Math.min(samples, round(sum) - before), total: samples };
  });
};

const sum = (buckets: readonly GaugeBucket[]): number =>
  buckets.reduce((total, { value }) => total + value, 0);

/** The part of a side's requests that may lie in buckets without one timed sample. */
const untimedPart = 0.1;

/**
 * A load balancer times no request that got no answer. Those are errors, and judged as errors: a
 * minute of nothing else says nothing of latency and is left out. Where it is many requests, their
 * times are missing for another reason, or what was timed is no picture of the side any more.
 */
const whyUntimed = (
  totals: readonly GaugeBucket[],
  counted: readonly Counted[],
): string | undefined => {
  const timed = new Set(counted.flatMap(({ at, samples }) => (samples > 0 ? [at] : [])));
  const untimed = totals.filter(({ at, value }) => value > 0 && !timed.has(at));
  return sum(untimed) > untimedPart * sum(totals)
    ? `${sum(untimed)} of ${sum(totals)} requests lie in ${untimed.length} of ${totals.length} buckets without one timed sample`
    : undefined;
};

/** What a tail is read for. */
export interface TailAsked {
  readonly aboveMilliseconds: number;
  readonly role: Role;
  /** An hour of the past, in which buckets without timed samples are no reason to be blind. */
  readonly isHistory?: true;
}

const lookedUp = (series: Record<Part, CloudWatchSeries>, lookup: Lookup) => {
  const parts = {
    above: countsOf(series.above, lookup),
    upTo: countsOf(series.upTo, lookup),
    samples: countsOf(series.samples, lookup),
  };
  const { above, upTo, samples } = parts;
  if (above.kind === 'blind') return blind(`${series.above.statistic} of ${above.because}`);
  if (upTo.kind === 'blind') return blind(`${series.upTo.statistic} of ${upTo.because}`);
  if (samples.kind === 'blind') return blind(`SampleCount of ${samples.because}`);
  return { above, upTo, samples };
};

const oddText = ({ at, samples, above, upTo }: Counted): string =>
  `${above ?? 'no count'} above and ${upTo ?? 'no count'} up to it at ${clock(at)} UTC, of ${samples} samples`;

/**
 * How many requests of a side were slower than a limit, of all that were timed, bucket by bucket.
 * Called twice, as `bucketsOf`.
 *
 * AWS bills five statistics of one metric in one request as one metric, and each five more as
 * another (https://aws.amazon.com/cloudwatch/pricing/): the tails of p95 and p99 are five and cost
 * what the quantiles cost, and the second request of their trailing windows is saved. Were each
 * statistic billed, both tails of both sides would be 10 metrics a tick and the quantiles 4, or 8
 * with trailing windows: at most 0.00006 USD a tick more. None of the three can be left out: what one
 * is derived from cannot be checked any more.
 */
export const tailReading = (metric: QuantileMetric, asked: TailAsked, lookup: Lookup): Reading => {
  const { aboveMilliseconds, role, isHistory } = asked;
  const unaskable = whyUnaskable(lookup.labels, metric);
  if (unaskable !== undefined) return blind(unaskable);
  const series = tailSeries(metric, aboveMilliseconds);
  if (series === undefined)
    return blind(`CloudWatch cannot be asked for what is above ${aboveMilliseconds} ms`);
  const totals = totalsOf(countsOf(metric.total, lookup), lookup);
  const parts = lookedUp(series, lookup);
  if (totals.kind === 'blind') return totals;
  if ('kind' in parts) return parts;
  const counted = countedIn(parts, totals.buckets);
  const odd = counted.find((each) => !isConsistent(each, metric.quantile));
  if (odd)
    return blind(
      `${quantileSeries(metric).metric} has for ${aboveMilliseconds} ms ${oddText(odd)}`,
    );
  const untimed = isHistory ? undefined : whyUntimed(totals.buckets, counted);
  if (untimed !== undefined) return blind(untimed);
  return { kind: 'tail', aboveMilliseconds, buckets: slowRequests(counted, role) };
};
