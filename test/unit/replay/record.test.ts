import { beforeEach, describe, expect, it } from 'vitest';
import { useHttp } from '../../../functions/platform/http.ts';
import {
  atOne,
  type Bucket,
  bucketsAt,
  historyStart,
  serveHistory,
} from '../../support/a-prometheus-history.ts';
import { aRecorder, recordedTelemetry } from '../../support/a-recorder.ts';

let recorder: Awaited<ReturnType<typeof aRecorder>>;

beforeEach(async () => {
  atOne();
  recorder = await aRecorder();
});

const timed = { requests: 10, errors: 2, within: [6, 9, 10] } as const;

describe('a recording from a Prometheus', () => {
  it('has what each side did in each bucket, in bins that are apart', async () => {
    serveHistory([{ stable: { requests: 90, errors: 1 }, canary: timed }, ...bucketsAt(10, 9)]);

    const { code, output, files } = await recorder.record();

    const [first, ...others] = await recorder.samples();
    expect({ code, files }).toEqual({ code: 0, files: ['out.ndjson'] });
    expect(others).toHaveLength(9);
    expect(first).toEqual({
      at: '2026-03-02T12:00:00Z',
      seconds: 30,
      stable: { requests: 90, errors: 1, latency: { bounds: [100, 250], counts: [90, 0, 0] } },
      canary: { requests: 10, errors: 2, latency: { bounds: [100, 250], counts: [6, 3, 1] } },
      weight: 10,
    });
    expect(output).toMatch(/^recorded 10 buckets of 30 s from 2026-03-02T12:00:00Z to /);
  });

  it('has null where a side is not known, and zero where it is', async () => {
    const known = { requests: 0, errors: 0 };
    serveHistory([...bucketsAt(0, 2), { stable: known, canary: known }, {}, ...bucketsAt(10, 6)]);

    await recorder.record();

    const [first, , third, fourth] = await recorder.samples();
    expect(first).toMatchObject({ canary: null, weight: 0 });
    expect(third).toMatchObject({ stable: { requests: 0 }, canary: { requests: 0, errors: 0 } });
    expect(fourth).toMatchObject({ stable: null, canary: null });
  });

  it('has no latency in a bucket in which a bound is no count', async () => {
    const odd: Bucket = { stable: { requests: 90, within: [1, Number.NaN, 90] }, canary: timed };
    serveHistory([odd, ...bucketsAt(10, 9)]);

    await recorder.record();

    expect((await recorder.samples())[0]?.stable).toMatchObject({ requests: 90, latency: null });
  });

  it('is judged at once without a file for it', async () => {
    serveHistory([...bucketsAt(0, 20), ...bucketsAt(10, 60, 0.05)]);

    const { code, output, errors, files } = await recorder.record({
      record: undefined,
      range: '2026-03-02T12:00:00Z..2026-03-02T12:40:00Z',
    });

    expect({ code, files }).toEqual({ code: 0, files: [] });
    expect(output).toContain('replay of prometheus https://prometheus.example.com');
    expect(output).toContain('ROLL BACK');
    expect(errors[0]).toContain('weight 0 % and 10 %, measured');
  });

  it('can be written to standard output, where nothing else is', async () => {
    serveHistory(bucketsAt(10, 10));

    const { output, errors } = await recorder.record({ record: '-' });

    expect(
      output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).weight),
    ).toEqual(Array(10).fill(10));
    expect(errors[0]).toMatch(/^recorded 10 buckets/);
  });

  it('has a stated weight from the first request of the canary on', async () => {
    serveHistory([...bucketsAt(0, 4), ...bucketsAt(10, 6)]);

    await recorder.record({ weight: '25' });

    expect((await recorder.samples()).map(({ weight }) => weight)).toEqual([
      ...Array(4).fill(0),
      ...Array(6).fill(25),
    ]);
  });

  it('asks for a long range in parts, with times back from now too', async () => {
    const asked = serveHistory(bucketsAt(10, 200));
    const telemetrySoon = { ...recordedTelemetry, bucketSeconds: 10 };

    const { code } = await recorder.record(
      { range: '-61m..now' },
      { plan: { telemetry: telemetrySoon } },
    );

    const starts = new Set(asked.map(({ body }) => new URLSearchParams(body).get('start')));
    expect(code).toBe(0);
    expect(starts.size).toBe(2);
    expect((await recorder.samples()).at(-1)?.at).toBe(
      new Date(historyStart + 3_660_000).toISOString().replace('.000Z', 'Z'),
    );
  });
});

describe('the credentials of a recording', () => {
  const token = 'EVENKEEL_PROMETHEUS_TOKEN';

  it('are a token from the environment, and nothing of the plan', async () => {
    const asked = serveHistory(bucketsAt(10, 10));

    await recorder.record({}, { environment: { [token]: 'secret-words\n' } });
    const [first] = asked;
    await recorder.record({ record: '-' });

    expect(first?.url).toBe('https://prometheus.example.com/api/v1/query_range');
    expect(first?.headers.authorization).toBe('Bearer secret-words');
    expect(asked.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    ['http://10.0.0.1', 'secret', '--from: "http://10.0.0.1" is not allowed; allowed: https'],
    ['https://a.example.com', 'two words', `${token}: a text that is no token`],
    ['https://me:pw@a.example.com', 'secret', '--from: "https://***@a.example.com" is not'],
  ])('for %s are refused unless they are safe there: %s', async (url, given, begins) => {
    const { code, errors } = await recorder.record(
      { from: ['prometheus', url] },
      { environment: { [token]: given } },
    );

    expect(code).toBe(2);
    expect(errors[0]).toContain(begins);
    expect(errors.join()).not.toContain('pw@');
  });

  it('are never repeated', async () => {
    useHttp(async () => ({
      status: 403,
      body: JSON.stringify({ status: 'error', errorType: 'x', error: 'no secret-words' }),
    }));

    const { code, errors } = await recorder.record(
      {},
      { environment: { [token]: 'secret-words' } },
    );

    expect(code).toBe(1);
    expect(errors.join()).toContain('(403) (x: no ***)');
  });
});
