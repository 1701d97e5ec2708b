import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { holds } from '../support/fuzz/holds.ts';
import { type Answer, judged, withPoints } from '../support/fuzz/metric-answers.ts';
import { answering, type Series } from '../unit/telemetry/cloudwatch-answers.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const ofSide = (side: string, requests: number[], failed: number[], seconds: number): Series => ({
  [`RequestCount Sum ${side}`]: requests,
  [`HTTPCode_Target_5XX_Count Sum ${side}`]: failed.map((each) => each || undefined),
  [`HTTPCode_Target_2XX_Count Sum ${side}`]: requests.map((each, at) => each - (failed[at] ?? 0)),
  [`TargetResponseTime p95 ${side}`]: [seconds],
  [`QueueAge Average ${side}`]: requests.map(() => 1),
});

/** A canary that fails in every minute beside a stable side that never does. */
const aFailingCanary = fc
  .tuple(
    fc.array(fc.integer({ min: 400, max: 2_000 }), { minLength: 1, maxLength: 8 }),
    fc.double({ min: 0.2, max: 1, noNaN: true }),
  )
  .map(([requests, rate]) => ({
    count: requests.length,
    series: {
      ...ofSide('blue', requests, [], 0.1),
      ...ofSide(
        'green',
        requests,
        requests.map((each) => Math.ceil(each * rate)),
        0.1,
      ),
    },
  }));

/** Leaves out datapoints of a side, as late ones are. */
const without =
  (side: 'blue' | 'green', series: Series, isLate: () => boolean): Answer =>
  (input) => {
    const whole = answering(series)(input);
    const asked = new Set(
      input.MetricDataQueries?.filter(({ MetricStat }) =>
        MetricStat?.Metric?.Dimensions?.some(({ Value }) => Value === side),
      ).map(({ Id }) => Id),
    );
    return {
      ...whole,
      MetricDataResults: whole.MetricDataResults?.map((result) =>
        asked.has(result.Id)
          ? withPoints(result, (points) => points.filter(() => !isLate()))
          : result,
      ),
    };
  };

describe('a canary that fails in every minute', () => {
  it.each([
    ['its', 'green'],
    ["stable's", 'blue'],
  ] as const)('is never a pass, whichever of %s datapoints are late', (_whose, side) =>
    holds([aFailingCanary, fc.infiniteStream(fc.boolean())], async ({ count, series }, late) => {
      cloudWatch.reset();
      cloudWatch
        .on(GetMetricDataCommand)
        .callsFake(without(side, series, () => late.next().value === true));

      const { verdict } = await judged(count);

      expect(verdict).not.toBe('pass');
    }),
  );
});
