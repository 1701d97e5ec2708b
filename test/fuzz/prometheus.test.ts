import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useHttp } from '../../functions/platform/http.ts';
import { filled, isSelector, placeholdersOf } from '../../functions/telemetry/domain/promql.ts';
import type { Reading } from '../../functions/telemetry/domain/reading.ts';
import { answerOf } from '../../functions/telemetry/prometheus-answers.ts';
import { holds } from '../support/fuzz/holds.ts';
import { bucket, noon, read } from '../unit/telemetry/prometheus-server.ts';

const number = fc.oneof(
  fc.double().map(String),
  fc.integer({ min: 0, max: 50 }).map(String),
  fc.constantFrom('NaN', '+Inf', '-Inf', '', '0x1F', '1e999', '-0', ' 1 '),
);

const pair = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(
      fc.integer({ min: 0, max: 4 }).map((at) => (noon + at * bucket) / 1_000),
      number,
    ),
  },
  { weight: 1, arbitrary: fc.array(fc.anything(), { maxLength: 3 }) },
);

const series = fc.record(
  {
    metric: fc.oneof(fc.constant({}), fc.dictionary(fc.string(), fc.string()), fc.anything()),
    values: fc.array(pair, { maxLength: 6 }),
  },
  { requiredKeys: [] },
);

const body = fc.oneof(
  fc
    .record(
      {
        status: fc.constantFrom('success', 'success', 'success', 'error'),
        data: fc.record({
          resultType: fc.constantFrom('matrix', 'matrix', 'vector', 'scalar'),
          result: fc.oneof(
            { weight: 6, arbitrary: fc.array(series, { maxLength: 2 }) },
            fc.anything(),
          ),
        }),
        warnings: fc.oneof(fc.constant(undefined), fc.array(fc.string(), { maxLength: 1 })),
        error: fc.string(),
      },
      { requiredKeys: ['status'] },
    )
    .map(
      (answer) =>
        JSON.stringify(answer, (_, value) => (typeof value === 'bigint' ? 0 : value)) ?? '',
    ),
  fc.json(),
  fc.string(),
);

const isSound = (reading: Reading): boolean => {
  if (reading.kind === 'blind') return reading.because.length < 700;
  if (reading.kind !== 'share') return false;
  return reading.buckets.every(
    ({ at, events, total }) =>
      at >= noon &&
      at < noon + 3 * bucket &&
      Number.isInteger(events) &&
      Number.isInteger(total) &&
      events >= 0 &&
      events <= total,
  );
};

describe('whatever Prometheus answers', () => {
  it('is a sentence, or whole events out of at least as many requests', async () => {
    await holds(
      [
        fc.array(fc.tuple(fc.constantFrom(200, 200, 200, 400, 500), body), {
          minLength: 1,
          maxLength: 4,
        }),
      ],
      async (answers) => {
        let at = 0;
        useHttp(() => {
          const [status, text] = answers[at++ % answers.length] ?? [200, ''];
          return Promise.resolve({ status, body: text });
        });

        const { errors } = await read();

        expect(errors && isSound(errors.stable) && isSound(errors.canary)).toBe(true);
      },
    );
  });

  it('never shows what is hidden', async () => {
    const secret = 'canary-token-3f9a';
    await holds(
      [fc.string(), fc.string(), fc.integer({ min: 200, max: 599 })],
      async (before, after, status) => {
        const said = JSON.stringify({ status: 'error', error: `${before}${secret}${after}` });

        const answer = answerOf({ status, body: said }, 'matrix', [secret]);

        expect(JSON.stringify(answer)).not.toContain(secret);
      },
    );
  });
});

describe('whatever a label holds', () => {
  it('stays within its quotes', async () => {
    await holds([fc.string({ unit: 'binary' })], async (version) => {
      const query = filled('a{v="{version}"} or b{v=~"{version}"}', { version }, 15);

      expect(query).toMatch(/^a\{v="(?:[^"\\]|\\.)*"\} or b\{v=~"(?:[^"\\]|\\.)*"\}$/s);
    });
  });

  it('is looked for in any text without an error', async () => {
    await holds([fc.string()], async (text) => {
      expect(placeholdersOf(text).every(({ name }) => text.includes(`{${name}}`))).toBe(true);
      expect(typeof isSelector(text)).toBe('boolean');
    });
  });
});
