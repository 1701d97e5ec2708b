import { describe, expect, it } from 'vitest';
import { Metric } from '../../../functions/telemetry/domain/metric.ts';
import { answering, bucket, countsIn, matrix, noon, read, serve } from './prometheus-server.ts';

const because = (text: string) => expect.stringContaining(text);

describe('a range query', () => {
  it('is evaluated at the end of each bucket, once for each side, as a form', async () => {
    const asked = serve(answering([0, 0, 0], [10, 10, 10]));

    await read();

    const [first] = asked;
    expect(asked.map(({ query }) => query).toSorted()).toEqual([
      'errors{version="v1"}',
      'errors{version="v2"}',
      'requests{version="v1"}',
      'requests{version="v2"}',
    ]);
    expect(first?.path).toBe('/prefix/api/v1/query_range');
    expect(Object.fromEntries(first?.form ?? [])).toMatchObject({
      start: String((noon + bucket) / 1_000),
      end: String((noon + 3 * bucket) / 1_000),
      step: '30',
      timeout: '5s',
    });
    expect(first?.request.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(first?.request.timeoutMilliseconds).toBeLessThanOrEqual(5_000);
  });

  it('is asked in parts that one answer can hold', async () => {
    const asked = serve((each) => {
      const points = Number(each.form.get('end')) - Number(each.form.get('start'));
      return matrix(each, [Array.from({ length: points / 30 + 1 }, () => 1)]);
    });

    const { errors } = await read({ buckets: 10_001 });

    expect(asked).toHaveLength(8);
    expect(countsIn(errors?.canary)).toHaveLength(10_001);
  });

  it('is not sent while no bucket is complete', async () => {
    const asked = serve(answering([], []));

    const { errors } = await read({ buckets: 0 });

    expect(asked).toEqual([]);
    expect(errors?.canary).toEqual({ kind: 'blind', because: 'no bucket is complete yet' });
  });
});

describe('a share', () => {
  it('is stamped with the start of its buckets', async () => {
    serve(answering([1, 2, 3], [10, 20, 30]));

    const { errors } = await read();

    expect(errors?.stable).toEqual({
      kind: 'share',
      buckets: [
        { at: noon, events: 1, total: 10 },
        { at: noon + bucket, events: 2, total: 20 },
        { at: noon + 2 * bucket, events: 3, total: 30 },
      ],
    });
  });

  it.each([
    [
      'no series of events is none that happened',
      undefined,
      [5, 5, 5],
      [
        [0, 5],
        [0, 5],
        [0, 5],
      ],
    ],
    [
      'no value of events is none that happened',
      [1, undefined, 1],
      [5, 5, 5],
      [
        [1, 5],
        [0, 5],
        [1, 5],
      ],
    ],
    [
      'a bucket without a total is no data',
      [1, 1, 1],
      [5, undefined, 5],
      [
        [1, 5],
        [1, 5],
      ],
    ],
    ['a total that is no number is no data', [0, 0, 0], ['NaN', 5, '+Inf'], [[0, 5]]],
    ['a total beyond all measure is no data', [0, 0, 0], [1e300, 5, 5e108], [[0, 5]]],
    [
      'a total below nothing is no data',
      [0, 0, 0],
      [-1, 5, 5],
      [
        [0, 5],
        [0, 5],
      ],
    ],
    [
      'events are never more than requests',
      [5.2, 5, 5],
      [5, 5, 5],
      [
        [5, 5],
        [5, 5],
        [5, 5],
      ],
    ],
  ] as const)('%s', async (_, events, total, expected) => {
    serve(answering(events, total));

    const { errors } = await read();

    expect(countsIn(errors?.stable)).toEqual(expected);
  });

  it('is rounded against the canary, over all buckets together', async () => {
    serve(answering([0.4, 0.4, 0.4], [10, 10, 10]));

    const { errors } = await read();

    expect(countsIn(errors?.canary)).toEqual([
      [1, 10],
      [0, 10],
      [1, 10],
    ]);
    expect(countsIn(errors?.stable)).toEqual([
      [0, 10],
      [0, 10],
      [1, 10],
    ]);
  });

  it.each([
    ['without any total', [1], undefined, 'its total has no value from 12:00:00 to 12:01:30 UTC'],
    ['whose events are no number', ['NaN', 1, 1], [5, 5, 5], 'no number in 1 of 3 buckets'],
    ['whose events are below nothing', [-1, 1, 1], [5, 5, 5], 'no number in 1 of 3 buckets'],
    ['with far more events than requests', [9, 1, 1], [5, 5, 5], 'at 12:00:00 UTC: 9 of 5'],
  ] as const)('%s is blind', async (_, events, total, why) => {
    serve(answering(events, total));

    const { errors } = await read();

    expect(errors?.canary).toMatchObject({ kind: 'blind', because: because(why) });
  });

  it('of a side that is not there says so as empty, which is no fault', async () => {
    serve((asked) => matrix(asked, asked.query.includes('v2') ? [] : [[1, 1, 1]]));

    const { errors } = await read();

    expect(errors?.canary).toHaveProperty('empty', true);
    expect(errors?.stable.kind).toBe('share');
  });

  it('with several series is blind and says how to make one of them', async () => {
    serve((asked) => matrix(asked, [[1], [2]]));

    const { errors } = await read();

    expect(errors?.canary).toMatchObject({
      because: 'its query answers 2 series where one is needed; wrap it in sum(...)',
    });
  });

  it('with a label that the side does not have is not asked for', async () => {
    const asked = serve(answering([1], [1]));
    const total = { query: 'a{b="{colour}"}' };
    const mine = Metric.parse({ kind: 'share', events: total, total, limits: { points: 1 } });

    const { errors } = await read({ metrics: { errors: mine } });

    expect(asked).toEqual([]);
    expect(errors?.canary).toMatchObject({ because: because('{colour}') });
  });
});

describe('other kinds', () => {
  it('a count may have more events than requests', async () => {
    serve(answering([9, 9, 9], [5, 5, 5]));
    const events = { query: 'errors{version="{version}"}' };
    const total = { query: 'requests{version="{version}"}' };
    const limits = { increasePercent: 10 };

    const { errors } = await read({
      metrics: { errors: Metric.parse({ kind: 'count', events, total, limits }) },
    });

    expect(countsIn(errors?.canary)).toEqual([
      [9, 5],
      [9, 5],
      [9, 5],
    ]);
  });

  it('a level may be below nothing, and is no data where it is no number', async () => {
    serve((asked) => matrix(asked, [[-1, 'NaN', 2.5]]));
    const source = { query: 'a{version="{version}"}' };

    const { errors } = await read({
      metrics: { errors: Metric.parse({ kind: 'gauge', source, limits: { value: 3 } }) },
    });

    expect(errors?.stable).toMatchObject({ kind: 'gauge' });
    expect(errors?.stable).toHaveProperty('buckets', [
      { at: noon, value: -1 },
      { at: noon + 2 * bucket, value: 2.5 },
    ]);
  });
});
