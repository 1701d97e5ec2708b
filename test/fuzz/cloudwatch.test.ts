import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { holds } from '../support/fuzz/holds.ts';
import {
  type Answer,
  judged,
  type Results,
  someMinutes,
  withPoints,
  withResults,
} from '../support/fuzz/metric-answers.ts';
import { answering } from '../unit/telemetry/cloudwatch-answers.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const judgedBy = (answer: Answer, count: number) => {
  cloudWatch.reset();
  cloudWatch.on(GetMetricDataCommand).callsFake(answer);
  return judged(count);
};

/** The results of one answer over pages: all in the first, cut where `cuts` say, or each alone. */
const paged = (answer: GetMetricDataCommandOutput, token: string | undefined, pages: number) => {
  const page = Number(token ?? 0);
  const isLast = page === pages - 1;
  const part = (result: MetricDataResult): MetricDataResult => ({
    ...withPoints(result, (points) => points.filter((_, index) => index % pages === page)),
    StatusCode: isLast ? result.StatusCode : 'PartialData',
  });
  return {
    ...answer,
    MetricDataResults: answer.MetricDataResults?.map(part),
    NextToken: isLast ? undefined : String(page + 1),
  };
};

describe('an answer of CloudWatch', () => {
  it('says the same in any order of results and datapoints, in one page or in several', () =>
    holds(
      [someMinutes, fc.integer({ min: 1, max: 9 }), fc.infiniteStream(fc.nat())],
      async ({ count, series }, pages, order) => {
        const shuffled = <Value>(values: readonly Value[]): Value[] =>
          values
            .map((value) => [order.next().value ?? 0, value] as const)
            .toSorted(([one], [other]) => one - other)
            .map(([, value]) => value);
        const inOrder = await judgedBy(answering(series), count);

        const answers = new Map<unknown, GetMetricDataCommandOutput>();
        const asItComes = await judgedBy((input) => {
          const asked = input.StartTime?.getTime();
          const whole =
            answers.get(asked) ??
            withResults(series, (results) =>
              shuffled(results.map((result) => withPoints(result, shuffled))),
            )(input);
          answers.set(asked, whole);
          return paged(whole, input.NextToken, pages);
        }, count);

        expect(asItComes).toEqual(inOrder);
      },
    ));

  it('with something twice is blind for each metric that needs it', () =>
    holds([someMinutes, fc.nat(), fc.boolean()], async ({ count, series }, which, isPage) => {
      const twice = (results: Results): Results => {
        if (isPage) return [...results, ...results];
        const full = results.filter(({ Values }) => Values?.length);
        const chosen = full[which % full.length];
        return results.map((result) =>
          result === chosen ? withPoints(result, (points) => [...points, ...points]) : result,
        );
      };

      const { verdict, metrics: each } = await judgedBy(withResults(series, twice), count);

      expect(verdict).not.toBe('pass');
      expect(each.some((metric) => metric.verdict === 'blind')).toBe(true);
      if (isPage) expect(new Set(each.map((metric) => metric.verdict))).toEqual(new Set(['blind']));
    }));

  it('without one of its results, or with one that is not complete, is never a pass', () =>
    holds(
      [
        someMinutes,
        fc.nat(),
        fc.constantFrom<Partial<MetricDataResult> | undefined>(
          undefined,
          { StatusCode: 'PartialData' },
          { StatusCode: 'InternalError', Messages: [{ Code: 'A', Value: 'x'.repeat(99_999) }] },
          { StatusCode: 'Forbidden' },
          { StatusCode: undefined },
          { StatusCode: 'Whatever' as 'Complete' },
          { Id: 'q999' },
          { Id: undefined },
        ),
      ],
      async ({ count, series }, which, change) => {
        const { verdict, metrics: each } = await judgedBy(
          withResults(series, (results) =>
            results.flatMap((result, index) => {
              if (index !== which % results.length) return [result];
              return change === undefined ? [] : [{ ...result, ...change }];
            }),
          ),
          count,
        );

        expect(verdict).not.toBe('pass');
        expect(each.some((metric) => metric.verdict === 'blind')).toBe(true);
      },
    ));

  it('that never ends is blind after ten pages', () =>
    holds([someMinutes, fc.string()], async ({ count, series }, token) => {
      const { verdict } = await judgedBy(
        (input) => ({ ...answering(series)(input), NextToken: token }),
        count,
      );

      expect(verdict).toBe('blind');
      expect(cloudWatch.commandCalls(GetMetricDataCommand)).toHaveLength(10);
    }));
});
