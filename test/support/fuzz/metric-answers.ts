import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import fc from 'fast-check';
import { judgeByThresholds } from '../../../functions/rollout/domain/judge-thresholds.ts';
import { freshJudgeState, type Judgement } from '../../../functions/rollout/domain/verdict.ts';
import { cloudWatchTelemetry } from '../../../functions/telemetry/cloudwatch.ts';
import { GaugeMetric, type Metrics } from '../../../functions/telemetry/domain/metric.ts';
import { answering, minute, noon, type Series } from '../../unit/telemetry/cloudwatch-answers.ts';
import { labels, pick } from '../../unit/telemetry/cloudwatch-reads.ts';

export type Answer = (input: GetMetricDataCommandInput) => GetMetricDataCommandOutput;
export type Results = readonly MetricDataResult[];

/** One level of each side; every bucket that it has counts. */
const queueAge = GaugeMetric.parse({
  kind: 'gauge',
  importance: 'critical',
  source: {
    namespace: 'Shop',
    metric: 'QueueAge',
    dimensions: { TargetGroup: '{targetGroup}' },
    statistic: 'Average',
  },
  limits: { increasePercent: 15 },
});

/** Decides at the first evaluation: what these tests change is one look. */
export const metrics: Metrics = Object.fromEntries(
  Object.entries({
    ...pick('error-rate', 'success-rate', 'latency-p95'),
    'queue-age': queueAge,
  }).map(([name, metric]) => [name, { ...metric, consecutive: 1 }]),
);

/** What both sides did in each minute. */
export interface Minutes {
  readonly count: number;
  readonly series: Series;
}

const ofSide = (side: string, count: number) =>
  fc
    .record({
      requests: fc.array(fc.integer({ min: 0, max: 2_000 }), {
        minLength: count,
        maxLength: count,
      }),
      failing: fc.array(fc.double({ min: 0, max: 0.05, noNaN: true }), {
        minLength: count,
        maxLength: count,
      }),
      seconds: fc.double({ min: 0.01, max: 2, noNaN: true }),
      ages: fc.array(fc.double({ min: 1, max: 100, noNaN: true }), {
        minLength: count,
        maxLength: count,
      }),
    })
    .map(({ requests, failing, seconds, ages }): Series => {
      const failed = requests.map((each, at) => Math.floor(each * (failing[at] ?? 0)));
      return {
        [`RequestCount Sum ${side}`]: requests,
        [`HTTPCode_Target_5XX_Count Sum ${side}`]: failed.map((each) => each || undefined),
        [`HTTPCode_Target_2XX_Count Sum ${side}`]: requests.map(
          (each, at) => each - (failed[at] ?? 0),
        ),
        [`TargetResponseTime p95 ${side}`]: [seconds],
        [`QueueAge Average ${side}`]: ages,
      };
    });

export const someMinutes: fc.Arbitrary<Minutes> = fc
  .integer({ min: 1, max: 8 })
  .chain((count) =>
    fc
      .tuple(ofSide('blue', count), ofSide('green', count))
      .map(([blue, green]) => ({ count, series: { ...blue, ...green } })),
  );

/** The answer with its results changed, all in one page. */
export const withResults =
  (series: Series, change: (results: Results) => Results): Answer =>
  (input) => {
    const whole = answering(series)(input);
    return { ...whole, MetricDataResults: [...change(whole.MetricDataResults ?? [])] };
  };

/** What a tick says when CloudWatch answers the first minutes of a step. */
export const judged = async (count: number): Promise<Judgement> => {
  const answer = await cloudWatchTelemetry().read({
    metrics,
    sides: { stable: labels('blue'), canary: labels('green') },
    window: { start: noon, end: noon + count * minute },
  });
  return judgeByThresholds({ metrics, answer, state: freshJudgeState, comparable: 'both' })
    .judgement;
};

/** The datapoints of a result, changed together. */
export const withPoints = (
  result: MetricDataResult,
  change: (points: readonly [Date, number][]) => readonly [Date, number][],
): MetricDataResult => {
  const points = change(
    (result.Timestamps ?? []).map((at, index) => [at, result.Values?.[index] ?? Number.NaN]),
  );
  return {
    ...result,
    Timestamps: points.map(([at]) => at),
    Values: points.map(([, value]) => value),
  };
};
