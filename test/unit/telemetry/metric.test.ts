import { describe, expect, it } from 'vitest';
import { tryParse } from '../../../functions/platform/parse.ts';
import { Metric } from '../../../functions/telemetry/domain/metric.ts';

const series = { namespace: 'Shop', metric: 'Orders', dimensions: { Side: '{targetGroup}' } };
const share = { kind: 'share', events: series, total: series, limits: { points: 0.5 } };
const quantile = {
  kind: 'quantile',
  quantile: 0.95,
  source: series,
  total: series,
  limits: { increasePercent: 10 },
};
const gauge = { kind: 'gauge', source: series, limits: { value: 3 } };

const readOf = (schema: Parameters<typeof tryParse>[0], input: unknown): unknown => {
  const parsed = tryParse(schema, input);
  if ('value' in parsed) return parsed.value;
  throw new Error(parsed.mistakes.map(({ path, allowed }) => `${path}: ${allowed}`).join('; '));
};

const mistakesIn = (schema: Parameters<typeof tryParse>[0], input: unknown) => {
  const parsed = tryParse(schema, input);
  return 'mistakes' in parsed ? parsed.mistakes.map(({ path, allowed }) => [path, allowed]) : [];
};

const counted = { ...series, statistic: 'Sum', sparse: false };
const common = { dryRun: false, consecutive: 3 };

describe('a metric that says only what it must', () => {
  it.each([
    [
      share,
      {
        ...{ ...share, ...common, events: counted, total: counted },
        ...{ importance: 'critical', worse: 'higher', floorPoints: 0.1, minimumRequests: 200 },
      },
    ],
    [
      quantile,
      {
        ...{ ...quantile, ...common, total: counted },
        ...{ importance: 'critical', unitMilliseconds: 1, floorMilliseconds: 10 },
      },
    ],
    [
      gauge,
      {
        ...{ ...gauge, ...common, source: counted },
        ...{ importance: 'advisory', worse: 'higher', unit: '', floor: 0, minimumBuckets: 3 },
      },
    ],
  ])('has the defaults of its kind: %j', (metric, completed) => {
    expect(readOf(Metric, metric)).toEqual(completed);
  });
});

describe('a metric at the ends of what is allowed', () => {
  it.each([
    { ...share, limits: { points: 100 } },
    { ...share, limits: { percent: 0 } },
    { ...share, limits: { percent: 100 } },
    { ...share, floorPoints: 0 },
    { ...share, floorPoints: 100 },
    { ...share, minimumRequests: 1 },
    { ...share, consecutive: 1 },
    { ...share, consecutive: 10 },
    { ...share, title: 't', importance: 'advisory', dryRun: true, worse: 'lower' },
    { ...quantile, quantile: 0.001 },
    { ...quantile, quantile: 0.999 },
    { ...quantile, limits: { milliseconds: 0.1 } },
    { ...quantile, floorMilliseconds: 0, minimumRequests: 1, unitMilliseconds: 0.001 },
    { ...gauge, limits: { value: -1 }, floor: 0, minimumBuckets: 1, unit: 'jobs' },
    { ...gauge, importance: 'critical', worse: 'lower' },
  ])('is taken: %j', (metric) => {
    expect(mistakesIn(Metric, metric)).toEqual([]);
  });
});

describe('a metric beyond what is allowed', () => {
  it.each<[object, string, string]>([
    [{ ...share, kind: 'rate' }, 'kind', '"share", "quantile", "count", "gauge", "distribution"'],
    [{ ...share, more: 1 }, 'more', 'no field of that name'],
    [{ ...share, limits: {} }, 'limits', 'at least one of points, percent'],
    [{ ...share, limits: { points: 0 } }, 'limits.points', 'more than 0'],
    [{ ...share, limits: { points: 101 } }, 'limits.points', 'at most 100'],
    [{ ...share, limits: { percent: -1 } }, 'limits.percent', 'at least 0'],
    [{ ...share, limits: { percent: 101 } }, 'limits.percent', 'at most 100'],
    [{ ...share, limits: { points: 1, value: 1 } }, 'limits.value', 'no field of that name'],
    [{ ...share, floorPoints: -1 }, 'floorPoints', 'at least 0'],
    [{ ...share, floorPoints: 101 }, 'floorPoints', 'at most 100'],
    [{ ...share, minimumRequests: 0 }, 'minimumRequests', 'at least 1'],
    [{ ...share, minimumRequests: 1.5 }, 'minimumRequests', 'a whole number'],
    [{ ...share, consecutive: 0 }, 'consecutive', 'at least 1'],
    [{ ...share, consecutive: 11 }, 'consecutive', 'at most 10'],
    [{ ...share, importance: 'low' }, 'importance', '"critical", "advisory"'],
    [{ ...share, worse: 'same' }, 'worse', '"higher", "lower"'],
    [{ ...share, title: '' }, 'title', 'text that is not empty'],
    [{ ...share, total: undefined }, 'total', 'object'],
    [{ ...quantile, quantile: 0 }, 'quantile', 'more than 0'],
    [{ ...quantile, quantile: 1 }, 'quantile', 'less than 1'],
    [{ ...quantile, unitMilliseconds: 0 }, 'unitMilliseconds', 'more than 0'],
    [{ ...quantile, floorMilliseconds: -1 }, 'floorMilliseconds', 'at least 0'],
    [{ ...quantile, minimumRequests: 0 }, 'minimumRequests', 'at least 1'],
    [{ ...quantile, limits: {} }, 'limits', 'at least one of increasePercent, milliseconds'],
    [{ ...quantile, limits: { increasePercent: 0 } }, 'limits.increasePercent', 'more than 0'],
    [{ ...quantile, limits: { milliseconds: 0 } }, 'limits.milliseconds', 'more than 0'],
    [{ ...quantile, limits: { milliseconds: 1, x: 1 } }, 'limits.x', 'no field of that name'],
    [
      { ...quantile, source: { ...series, statistic: 'p95' } },
      'source.statistic',
      'no field of that name',
    ],
    [{ ...gauge, limits: {} }, 'limits', 'at least one of increasePercent, value'],
    [{ ...gauge, limits: { increasePercent: 0 } }, 'limits.increasePercent', 'more than 0'],
    [{ ...gauge, limits: { value: 1, x: 1 } }, 'limits.x', 'no field of that name'],
    [{ ...gauge, floor: -1 }, 'floor', 'at least 0'],
    [{ ...gauge, minimumBuckets: 0 }, 'minimumBuckets', 'at least 1'],
    [{ ...gauge, importance: 'low' }, 'importance', '"critical", "advisory"'],
  ])('is refused: %j', (metric, path, allowed) => {
    expect(mistakesIn(Metric, metric)).toEqual([[path, allowed]]);
  });
});
