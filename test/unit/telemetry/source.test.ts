import { describe, expect, it } from 'vitest';
import { tryParse } from '../../../functions/platform/parse.ts';
import {
  CloudWatchSeries,
  CounterSum,
  MetricMath,
} from '../../../functions/telemetry/domain/cloudwatch-source.ts';

const series = { namespace: 'Shop', metric: 'Orders', dimensions: { Side: '{targetGroup}' } };
const _share = { kind: 'share', events: series, total: series, limits: { points: 0.5 } };
const _quantile = {
  kind: 'quantile',
  quantile: 0.95,
  source: series,
  total: series,
  limits: { increasePercent: 10 },
};
const _gauge = { kind: 'gauge', source: series, limits: { value: 3 } };

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
const _common = { dryRun: false, consecutive: 3 };

describe('a source', () => {
  it.each<[string, Parameters<typeof tryParse>[0], object, string, string]>([
    [
      'a series without a namespace',
      CloudWatchSeries,
      { ...series, namespace: '' },
      'namespace',
      'text that is not empty',
    ],
    [
      'a series without a metric',
      CloudWatchSeries,
      { ...series, metric: '' },
      'metric',
      'text that is not empty',
    ],
    [
      'a series without a statistic',
      CloudWatchSeries,
      { ...series, statistic: '' },
      'statistic',
      'text that is not empty',
    ],
    [
      'a series with another field',
      CloudWatchSeries,
      { ...series, x: 1 },
      'x',
      'no field of that name',
    ],
    [
      'a series whose dimension is no text',
      CloudWatchSeries,
      { ...series, dimensions: { a: 1 } },
      'dimensions.a',
      'string',
    ],
    [
      'math without an expression',
      MetricMath,
      { expression: '', series: {} },
      'expression',
      'text that is not empty',
    ],
    [
      'math with another field',
      MetricMath,
      { expression: 'a', series: {}, x: 1 },
      'x',
      'no field of that name',
    ],
    [
      'math whose id begins with a capital',
      MetricMath,
      { expression: 'A', series: { A: series } },
      'series.A',
      'a lower-case letter, then letters, digits and _',
    ],
    ['a sum of nothing', CounterSum, { add: [] }, 'add', 'at least 1'],
    ['a sum with another field', CounterSum, { add: [series], x: 1 }, 'x', 'no field of that name'],
    [
      'a difference of nothing',
      CounterSum,
      { add: [{ from: series, subtract: [] }] },
      'add.0.subtract',
      'at least 1',
    ],
  ])('is refused: %s', (_what, schema, source, path, allowed) => {
    expect(mistakesIn(schema, source)).toEqual([[path, allowed]]);
  });

  it.each<[Parameters<typeof tryParse>[0], object, object]>([
    [CloudWatchSeries, { ...series, sparse: true, statistic: 'p90' }, { sparse: true }],
    [MetricMath, { expression: 'a_1 * 2', series: { a_1: series } }, { series: { a_1: counted } }],
    [
      CounterSum,
      { add: [series, { from: series, subtract: [series] }] },
      { add: [counted, { from: counted, subtract: [counted] }] },
    ],
  ])('is taken', (schema, source, completed) => {
    expect(readOf(schema, source)).toMatchObject(completed);
  });
});
