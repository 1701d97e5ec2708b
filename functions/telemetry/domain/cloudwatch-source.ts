import * as z from 'zod/mini';
import { text } from '../../platform/schema.ts';

/**
 * A CloudWatch series for one side. `{targetGroup}`, `{loadBalancer}`, `{cluster}`, `{service}`,
 * `{function}`, `{alias}` and `{version}` in a dimension's value stand for those of the side that is
 * asked about.
 */
export const CloudWatchSeries = z.strictObject({
  namespace: text(),
  metric: text(),
  dimensions: z.record(z.string(), z.string()),
  statistic: z._default(text(), 'Sum'),
  /** A counter that CloudWatch publishes only when it is not zero. */
  sparse: z._default(z.boolean(), false),
});
export type CloudWatchSeries = z.output<typeof CloudWatchSeries>;

/**
 * Metric math over named series: `expression` uses the names of `series` as ids. CloudWatch computes
 * it, so a series without a datapoint is missing in it unless the expression says otherwise.
 */
export const MetricMath = z.strictObject({
  expression: text(),
  series: z.record(
    z
      .string()
      .check(z.regex(/^[a-z][a-zA-Z0-9_]*$/, 'a lower-case letter, then letters, digits and _')),
    CloudWatchSeries,
  ),
});
export type MetricMath = z.output<typeof MetricMath>;

/** One counter minus others, never below 0 in a bucket. */
export const Difference = z.strictObject({
  from: CloudWatchSeries,
  subtract: z.array(CloudWatchSeries).check(z.minLength(1)),
});
export type Difference = z.output<typeof Difference>;

/**
 * Requests without any answer: all of them minus those that were answered. Counters of answers that
 * are late look the same, so stable's counts are not believed where they are more than `percent`.
 */
export const Unanswered = z.extend(Difference, {
  percent: z.number().check(z.positive(), z.maximum(100)),
});
export type Unanswered = z.output<typeof Unanswered>;

/**
 * Counters added up by evenkeel itself, bucket by bucket. Unlike metric math it knows that a sparse
 * counter without a datapoint is 0 only in a bucket where the metric's total was seen.
 */
export const CounterSum = z.strictObject({
  add: z.array(z.union([CloudWatchSeries, Difference])).check(z.minLength(1)),
});
export type CounterSum = z.output<typeof CounterSum>;
