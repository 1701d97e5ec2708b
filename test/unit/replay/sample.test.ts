import { describe, expect, it } from 'vitest';
import { orderMistakes } from '../../../sandbox/replay/order.ts';
import { parseSample, type Sample, sampleLine } from '../../../sandbox/replay/sample.ts';

const side = { requests: 10, errors: 1 };
const usual: Sample = {
  at: '2026-03-02T12:00:00Z',
  seconds: 60,
  stable: side,
  canary: null,
  weight: 0,
};
const written = (change: object): string => JSON.stringify({ ...usual, ...change });
const mistakesIn = (line: string) => {
  const parsed = parseSample(line);
  return 'mistakes' in parsed ? parsed.mistakes.map(({ path, value }) => `${path}: ${value}`) : [];
};
const withLatency = (latency: unknown): string => written({ stable: { ...side, latency } });

describe('a bucket', () => {
  it.each([
    ['as little as there may be', { stable: undefined, canary: undefined }],
    ['a time with an offset', { at: '2026-03-02T13:00:00.5+01:00' }],
    ['everything', { canary: { ...side, latency: { p95: 1, p99: 2 }, cpu: 1, memory: 2 } }],
    ['one quantile', { canary: { ...side, latency: { p99: 2 } } }],
    ['null for what is not known', { canary: { ...side, latency: null, cpu: null } }],
    ['a histogram', { canary: { ...side, latency: { bounds: [1, 2.5], counts: [0, 4, 1] } } }],
    ['a weight that is no whole number', { weight: 0.5 }],
  ])('may have %s', (_what, change) => {
    expect(mistakesIn(written(change))).toEqual([]);
  });

  it.each([
    ['{"at"', ['(whole): "{\\"at\\""']],
    ['[]', ['(whole): []']],
    [written({ at: '2026-03-02 12:00' }), ['at: "2026-03-02 12:00"']],
    [written({ at: '2026-03-02T12:00:00' }), ['at: "2026-03-02T12:00:00"']],
    [written({ at: '2026-02-30T12:00:00Z' }), ['at: "2026-02-30T12:00:00Z"']],
    [written({ at: 5, seconds: 0 }), ['at: 5', 'seconds: 0']],
    [written({ weight: undefined }), ['weight: nothing']],
    [written({ weight: 101 }), ['weight: 101']],
    [written({ wieght: 1 }), ['wieght: 1']],
    [written({ stable: { requests: 1, errors: 2 } }), ['stable.errors: 2']],
    [written({ stable: { requests: -1, errors: 0 } }), ['stable.requests: -1', 'stable.errors: 0']],
    [written({}).replace('"errors":1', '"errors":1e999'), ['stable.errors: Infinity']],
    [written({}).replace('"weight"', '"__proto__":1,"weight"'), ['__proto__: this field']],
    [withLatency({ bounds: [2, 1], counts: [1, 2, 3] }), ['stable.latency.bounds: [2,1]']],
    [withLatency({ bounds: [1, 1], counts: [1, 2, 3] }), ['stable.latency.bounds: [1,1]']],
    [withLatency({ bounds: [1, 2], counts: [1, 2] }), ['stable.latency.counts: [1,2]']],
    [withLatency({ bounds: [1, 2], counts: [1, -2, 3] }), ['stable.latency.counts.1: -2']],
    [withLatency({ p95: -1 }), ['stable.latency.p95: -1']],
    [withLatency({ p95: 1, p50: 1 }), ['stable.latency.p50: 1']],
    [withLatency(5), ['stable.latency: 5']],
  ])('is refused: %s', (line, mistakes) => {
    expect(mistakesIn(line)).toEqual(mistakes);
  });

  it('is written as it is read', () => {
    const line = sampleLine(usual);

    expect(parseSample(line)).toEqual({ value: usual });
    expect(Object.keys(JSON.parse(line))).toEqual(['at', 'seconds', 'stable', 'canary', 'weight']);
  });
});

describe('a bucket after another', () => {
  const mistakesOf = (change: Partial<Sample>) =>
    orderMistakes(usual, { ...usual, ...change }).map(({ path, value }) => `${path}: ${value}`);

  it.each([
    ['the next', { at: '2026-03-02T12:01:00Z' }],
    ['one after a gap', { at: '2026-03-02T14:00:00Z' }],
    ['one in another zone', { at: '2026-03-02T13:01:00+01:00' }],
    ['longer with another weight', { at: '2026-03-02T12:01:00Z', seconds: 300, weight: 10 }],
  ])('may be %s', (_what, change) => {
    expect(mistakesOf(change)).toEqual([]);
  });

  it.each([
    [{}, 'at: "2026-03-02T12:00:00Z", the same bucket again'],
    [{ at: '2026-03-02T11:59:00Z' }, 'at: "2026-03-02T11:59:00Z", out of order'],
    [
      { at: '2026-03-02T12:00:59Z' },
      'at: "2026-03-02T12:00:59Z", which overlaps the bucket before',
    ],
    [{ at: '2026-03-02T12:01:00Z', seconds: 30 }, 'seconds: 30'],
  ])('is refused with %j', (change, mistake) => {
    expect(mistakesOf(change)).toEqual([mistake]);
  });
});
