import * as z from 'zod/mini';
import { text } from '../../platform/schema.ts';
import { isSelector } from './promql.ts';

const longestQuery = 4_000;

const selector = () =>
  text(longestQuery).check(
    z.refine(
      isSelector,
      'a selector with a metric name, such as requests_total{version="{version}"}',
    ),
  );

/**
 * A PromQL expression for one side, evaluated at the end of each bucket, that gives one series. Its
 * placeholders stand within quotes, but for `{bucket}`, the bucket's length for a range selector.
 */
export const PrometheusQuery = z.strictObject({ query: text(longestQuery) });
export type PrometheusQuery = z.output<typeof PrometheusQuery>;

/** Counters by their selector: by how much they grew in a bucket, all series together. */
export const PrometheusCounter = z.strictObject({ counter: selector() });
export type PrometheusCounter = z.output<typeof PrometheusCounter>;

/** A histogram by its selector without `_bucket`: classic unless it says that it is native. */
export const PrometheusHistogram = z.strictObject({
  histogram: selector(),
  native: z._default(z.boolean(), false),
});
export type PrometheusHistogram = z.output<typeof PrometheusHistogram>;

export type PrometheusSource = PrometheusQuery | PrometheusCounter | PrometheusHistogram;
