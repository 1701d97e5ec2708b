import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { holds } from '../support/fuzz/holds.ts';
import {
  type Answer,
  judged,
  metrics,
  someMinutes,
  withPoints,
  withResults,
} from '../support/fuzz/metric-answers.ts';
import { answering, minute, noon } from '../unit/telemetry/cloudwatch-answers.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const judgedBy = (answer: Answer, count: number) => {
  cloudWatch.reset();
  cloudWatch.on(GetMetricDataCommand).callsFake(answer);
  return judged(count);
};

describe('an answer of CloudWatch', () => {
  it('with a value that no measurement has is never a pass', () =>
    holds(
      [
        someMinutes,
        fc.nat(),
        fc.nat(),
        fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
      ],
      async ({ count, series }, which, where, value) => {
        const { verdict } = await judgedBy(
          withResults(series, (results) => {
            const full = results.filter(({ Values }) => Values?.length);
            const chosen = full[which % full.length];
            return results.map((result) =>
              result === chosen
                ? withPoints(result, (points) =>
                    points.map(([at, was], index) => [
                      at,
                      index === where % points.length ? value : was,
                    ]),
                  )
                : result,
            );
          }),
          count,
        );

        expect(verdict).not.toBe('pass');
      },
    ));

  it('with a negative count is never a pass', () =>
    holds([someMinutes, fc.nat(), fc.nat()], async ({ count, series }, which, where) => {
      const isCount = (Id: string | undefined, input: Parameters<Answer>[0]) =>
        input.MetricDataQueries?.some(
          (query) => query.Id === Id && query.MetricStat?.Stat === 'Sum',
        );
      const { verdict } = await judgedBy((input) => {
        const whole = answering(series)(input);
        const counts = whole.MetricDataResults?.filter(
          ({ Id, Values }) => Values?.length && isCount(Id, input),
        );
        const chosen = counts?.[which % (counts.length || 1)];
        return {
          ...whole,
          MetricDataResults: whole.MetricDataResults?.map((result) =>
            result === chosen
              ? withPoints(result, (points) =>
                  points.map(([at, was], index) => [
                    at,
                    index === where % points.length ? -1 - was : was,
                  ]),
                )
              : result,
          ),
        };
      }, count);

      expect(verdict).not.toBe('pass');
    }));

  it('passes only on enough requests of both sides in the same minutes, up to the newest ones', () =>
    holds(
      [someMinutes, fc.infiniteStream(fc.integer({ min: 0, max: 5 }))],
      async ({ count, series }, keep) => {
        const seen = new Map<string, Map<number, number>>();
        const { verdict, metrics: each } = await judgedBy((input) => {
          const whole = withResults(series, (results) =>
            results.map((result) =>
              withPoints(result, (points) => points.filter(() => keep.next().value !== 0)),
            ),
          )(input);
          for (const { Id, MetricStat } of input.MetricDataQueries ?? []) {
            const side = MetricStat?.Metric?.Dimensions?.find(({ Name }) => Name === 'TargetGroup');
            if (MetricStat?.Metric?.MetricName !== 'RequestCount' || !side?.Value) continue;
            const result = whole.MetricDataResults?.find((one) => one.Id === Id);
            const points = result?.Timestamps?.map((at, index): [number, number] => [
              at.getTime(),
              result.Values?.[index] ?? 0,
            ]);
            seen.set(side.Value, new Map(points));
          }
          return whole;
        }, count);
        const [blue = new Map(), green = new Map()] = [seen.get('blue'), seen.get('green')];
        const shared = [...blue.keys()].filter((at) => green.has(at));
        const requests = (side: Map<number, number>): number =>
          shared.reduce((sum, at) => sum + (side.get(at) ?? 0), 0);

        if (verdict === 'pass') {
          expect(Math.min(requests(blue), requests(green))).toBeGreaterThanOrEqual(200);
          expect(Math.max(...shared)).toBeGreaterThan(noon + (count - 4) * minute);
        }
        expect(each).toHaveLength(Object.keys(metrics).length);
      },
    ));
});
