import * as z from 'zod/mini';
import { text, whole } from '../../platform/schema.ts';
import { CloudWatchSeries, CounterSum, MetricMath, Unanswered } from './cloudwatch-source.ts';
import { advisoryOnly, Direction, EffectSize, effectIsWorse } from './distribution.ts';
import { PrometheusCounter, PrometheusHistogram, PrometheusQuery } from './prometheus-source.ts';

export const Source = z.union([
  CloudWatchSeries,
  CounterSum,
  MetricMath,
  PrometheusQuery,
  PrometheusCounter,
]);
export type Source = z.output<typeof Source>;

const CloudWatchQuantile = z.omit(CloudWatchSeries, { statistic: true, sparse: true });

const importance = z.enum(['critical', 'advisory']);

const common = {
  /** A critical metric decides; an advisory one only informs. */
  importance: z._default(importance, 'critical'),
  /** Judged and told, but never acted upon. */
  dryRun: z._default(z.boolean(), false),
  /** How many evaluations in a row must be beyond the limit before it is a regression. */
  consecutive: z._default(whole(1, 10), 3),
  /** What is said instead of the metric's name. */
  title: z.optional(text()),
};

/** A metric without any limit would never be judged. */
const someOf = (fields: string) =>
  z.refine<object>((limits) => Object.keys(limits).length > 0, `at least one of ${fields}`);

const worse = z._default(z.enum(['higher', 'lower']), 'higher');

/**
 * A share of requests, such as errors. Points are percentage points. A limit, of this kind and of
 * the others, is broken by a value that reaches it: an error rate must stay below its limit.
 */
export const ShareMetric = z.strictObject({
  kind: z.literal('share'),
  ...common,
  /** The events counted, for example failed requests. */
  events: Source,
  /** Out of how many, for example all requests. */
  total: Source,
  /** Where stable's counts may be late; the canary's requests without an answer are its own. */
  unanswered: z.optional(Unanswered),
  worse,
  limits: z
    .strictObject({
      /** Canary minus stable, in percentage points, in the worse direction. */
      points: z.optional(z.number().check(z.positive(), z.maximum(100))),
      /** An absolute bound in percent; counts only where stable meets it. */
      percent: z.optional(z.number().check(z.minimum(0), z.maximum(100))),
    })
    .check(someOf('points, percent')),
  /** A difference below this many percentage points is never a regression. */
  floorPoints: z._default(z.number().check(z.minimum(0), z.maximum(100)), 0.1),
  minimumRequests: z._default(whole(1), 200),
});

/** A quantile of latency in milliseconds. */
export const QuantileMetric = z.strictObject({
  kind: z.literal('quantile'),
  ...common,
  quantile: z.number().check(z.gt(0), z.lt(1)),
  source: z.union([CloudWatchQuantile, PrometheusHistogram]),
  /** What one unit of the source is in milliseconds: ALB reports seconds, Lambda milliseconds. */
  unitMilliseconds: z._default(z.number().check(z.positive()), 1),
  /** Requests of a side, to know how many samples the quantile stands on. */
  total: Source,
  limits: z
    .strictObject({
      /** Canary over stable, in percent of stable. */
      increasePercent: z.optional(z.number().check(z.positive())),
      /** An absolute bound; counts only where stable meets it. */
      milliseconds: z.optional(z.number().check(z.positive())),
    })
    .check(someOf('increasePercent, milliseconds')),
  floorMilliseconds: z._default(z.number().check(z.minimum(0)), 10),
  /** Defaults to 10 / (1 - quantile), below which CloudWatch's quantile means little. */
  minimumRequests: z.optional(whole(1)),
});

/**
 * Events that are no share of the requests, such as restarts or retries: one request may cause
 * several. They are compared for each request that a side was exposed to.
 */
export const CountMetric = z.strictObject({
  kind: z.literal('count'),
  ...common,
  events: Source,
  /** What exposes a side to the events: its requests. */
  total: Source,
  limits: z.strictObject({
    /** The canary's events for each request over stable's, in percent of stable's. */
    increasePercent: z.number().check(z.positive()),
  }),
  /** Fewer events than this for 1,000 requests more than stable are never a regression. */
  floorPerThousand: z._default(z.number().check(z.minimum(0)), 1),
  minimumRequests: z._default(whole(1), 200),
});

/** A level, such as CPU per request or memory per task. */
export const GaugeMetric = z.strictObject({
  kind: z.literal('gauge'),
  ...common,
  importance: z._default(importance, 'advisory'),
  source: Source,
  worse,
  unit: z._default(z.string(), ''),
  limits: z
    .strictObject({
      increasePercent: z.optional(z.number().check(z.positive())),
      value: z.optional(z.number()),
    })
    .check(someOf('increasePercent, value')),
  floor: z._default(z.number().check(z.minimum(0)), 0),
  /** Buckets with data that each side needs. */
  minimumBuckets: z._default(whole(1), 3),
});

/** A level whose values minute by minute are compared by their ranks, as Kayenta's judge does. */
export const DistributionMetric = z
  .strictObject({
    kind: z.literal('distribution'),
    ...common,
    importance: advisoryOnly,
    source: Source,
    unit: z._default(z.string(), ''),
    direction: Direction,
    confidence: z._default(z.number().check(z.minimum(0.8), z.maximum(0.999)), 0.98),
    /** A shift within this many percent of stable's median is never a regression. */
    tolerancePercent: z._default(z.number().check(z.minimum(0)), 10),
    /** Nor is one within this much, in the metric's unit. */
    floor: z._default(z.number().check(z.minimum(0)), 0),
    effectSize: z.optional(EffectSize),
    /** A bucket without a datapoint is left out, or is 0 where the side's requests were seen. */
    noData: z._default(z.enum(['remove', 'zero']), 'remove'),
    /** Buckets of both sides. With fewer than 5 not even all of them apart are 98 % certain. */
    minimumBuckets: z._default(whole(5), 5),
  })
  .check(...effectIsWorse);

export const Metric = z.discriminatedUnion('kind', [
  ShareMetric,
  QuantileMetric,
  CountMetric,
  GaugeMetric,
  DistributionMetric,
]);
export type Metric = z.output<typeof Metric>;
export type ShareMetric = z.output<typeof ShareMetric>;
export type QuantileMetric = z.output<typeof QuantileMetric>;
export type CountMetric = z.output<typeof CountMetric>;
export type GaugeMetric = z.output<typeof GaugeMetric>;
export type DistributionMetric = z.output<typeof DistributionMetric>;
export type Metrics = Readonly<Record<string, Metric>>;
