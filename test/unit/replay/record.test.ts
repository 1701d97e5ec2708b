import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { useHttp } from '../../../functions/platform/http.ts';
import { command } from '../../../sandbox/replay/command.ts';
import type { Sample } from '../../../sandbox/replay/sample.ts';
import { anEntry, type Fields } from '../../support/a-plan.ts';
import {
  atOne,
  type Bucket,
  bucketsAt,
  historyStart,
  serveHistory,
} from '../../support/a-prometheus-history.ts';
import { aPage } from '../../support/a-screen.ts';

const labels = { blue: { version: 'v1' }, green: { version: 'v2' } };
const telemetry = {
  kind: 'prometheus',
  url: 'https://plan.example.com',
  auth: { kind: 'bearer', secret: 'of-the-plan' },
  selector: 'job="shop",version="{version}"',
  labels,
};

let directory: string;

beforeEach(async () => {
  atOne();
  directory = await mkdtemp(join(tmpdir(), 'record-'));
});

const planFile = async (changes: Fields = {}): Promise<string> => {
  const file = join(directory, 'plan.yml');
  await writeFile(file, JSON.stringify(anEntry({ telemetry, ...changes })));
  return file;
};

interface Changes {
  readonly plan?: Fields;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Flags without a value are left out. */
const record = async (
  flags: Readonly<Record<string, string | readonly string[] | undefined>> = {},
  { plan, environment = {} }: Changes = {},
) => {
  const given = {
    service: await planFile(plan),
    from: ['prometheus', 'https://prometheus.example.com'],
    range: '2026-03-02T12:00:00Z..2026-03-02T12:05:00Z',
    stable: 'version=v1',
    canary: 'version=v2',
    record: join(directory, 'out.ndjson'),
    ...flags,
  };
  const words = Object.entries(given).flatMap(([flag, value]) =>
    value === undefined ? [] : [`--${flag}`, ...[value].flat()],
  );
  const [output, errors] = [aPage(), aPage()];
  const code = await command(words, {
    output: output.output,
    errors: errors.output,
    environment,
    input: () => Readable.from([]),
  });
  const files = (await readdir(directory)).filter((file) => file !== 'plan.yml');
  return { code, output: output.text(), errors: errors.text().trim().split('\n'), files };
};

const samples = async (): Promise<Sample[]> =>
  (await readFile(join(directory, 'out.ndjson'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const timed = { requests: 10, errors: 2, within: [6, 9, 10] } as const;

describe('a recording from a Prometheus', () => {
  it('has what each side did in each bucket, in bins that are apart', async () => {
    serveHistory([{ stable: { requests: 90, errors: 1 }, canary: timed }, ...bucketsAt(10, 9)]);

    const { code, output, files } = await record();

    const [first, ...others] = await samples();
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

    await record();

    const [first, , third, fourth] = await samples();
    expect(first).toMatchObject({ canary: null, weight: 0 });
    expect(third).toMatchObject({ stable: { requests: 0 }, canary: { requests: 0, errors: 0 } });
    expect(fourth).toMatchObject({ stable: null, canary: null });
  });

  it('has no latency in a bucket in which a bound is no count', async () => {
    const odd: Bucket = { stable: { requests: 90, within: [1, Number.NaN, 90] }, canary: timed };
    serveHistory([odd, ...bucketsAt(10, 9)]);

    await record();

    expect((await samples())[0]?.stable).toMatchObject({ requests: 90, latency: null });
  });

  it('is judged at once without a file for it', async () => {
    serveHistory([...bucketsAt(0, 20), ...bucketsAt(10, 60, 0.05)]);

    const { code, output, errors, files } = await record({
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

    const { output, errors } = await record({ record: '-' });

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

    await record({ weight: '25' });

    expect((await samples()).map(({ weight }) => weight)).toEqual([
      ...Array(4).fill(0),
      ...Array(6).fill(25),
    ]);
  });

  it('asks for a long range in parts, with times back from now too', async () => {
    const asked = serveHistory(bucketsAt(10, 200));
    const telemetrySoon = { ...telemetry, bucketSeconds: 10 };

    const { code } = await record({ range: '-61m..now' }, { plan: { telemetry: telemetrySoon } });

    const starts = new Set(asked.map(({ body }) => new URLSearchParams(body).get('start')));
    expect(code).toBe(0);
    expect(starts.size).toBe(2);
    expect((await samples()).at(-1)?.at).toBe(
      new Date(historyStart + 3_660_000).toISOString().replace('.000Z', 'Z'),
    );
  });
});

describe('the credentials of a recording', () => {
  const token = 'EVENKEEL_PROMETHEUS_TOKEN';

  it('are a token from the environment, and nothing of the plan', async () => {
    const asked = serveHistory(bucketsAt(10, 10));

    await record({}, { environment: { [token]: 'secret-words\n' } });
    const [first] = asked;
    await record({ record: '-' });

    expect(first?.url).toBe('https://prometheus.example.com/api/v1/query_range');
    expect(first?.headers.authorization).toBe('Bearer secret-words');
    expect(asked.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    ['http://10.0.0.1', 'secret', '--from: "http://10.0.0.1" is not allowed; allowed: https'],
    ['https://a.example.com', 'two words', `${token}: a text that is no token`],
    ['https://me:pw@a.example.com', 'secret', '--from: "https://***@a.example.com" is not'],
  ])('for %s are refused unless they are safe there: %s', async (url, given, begins) => {
    const { code, errors } = await record(
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

    const { code, errors } = await record({}, { environment: { [token]: 'secret-words' } });

    expect(code).toBe(1);
    expect(errors.join()).toContain('(403) (x: no ***)');
  });
});

describe('what cannot be recorded', () => {
  it.each([
    ['unreachable', () => Promise.reject(new TypeError('fetch failed')), 'could not be reached'],
    ['a refusal', async () => ({ status: 400, body: '' }), 'Prometheus refuses the query'],
    ['no credentials', async () => ({ status: 401, body: '' }), 'EVENKEEL_PROMETHEUS_TOKEN'],
    ['a strange page', async () => ({ status: 200, body: '<html>' }), 'not that of the Prometheus'],
  ])('for %s ends with 1, one sentence and no file', async (_, answer, why) => {
    useHttp(answer);

    const { code, output, errors, files } = await record();

    expect({ code, output, files }).toEqual({ code: 1, output: '', files: [] });
    expect(errors).toEqual([expect.stringMatching(/\. Nothing was recorded\.$/)]);
    expect(errors[0]).toContain(why);
    expect(errors[0]).not.toMatch(/tick|telemetry\.url/);
  });

  const untimed: Bucket[] = bucketsAt(10, 10).map(({ stable, canary }) => ({
    stable: { requests: 90, ...stable, within: [Number.NaN, 0, 0] },
    canary: { requests: 10, ...canary, within: [Number.NaN, 0, 0] },
  }));
  const noErrors: Bucket[] = Array(10).fill({
    stable: { requests: 90 },
    canary: { requests: 10 },
  });

  it.each([
    ['a warning', bucketsAt(10, 10), { extras: { warnings: ['partial'] } }, 'warns: partial'],
    ['a side that is nowhere', bucketsAt(0, 10), {}, 'canary: version=v2: no requests are known'],
    ['no classic histogram', untimed, {}, 'or a native histogram'],
    [
      'a label that no series has',
      noErrors,
      { labelled: false },
      'selected by (job, version, code)',
    ],
  ])('for %s ends with 1 as well', async (_, buckets, options, why) => {
    serveHistory(buckets, options);

    const { code, errors, files } = await record();

    expect({ code, files }).toEqual({ code: 1, files: [] });
    expect(errors).toEqual([expect.stringContaining(why)]);
  });

  it.each<[object, readonly string[]]>([
    [{ from: ['graphite', 'http://x'] }, ['--from: graphite http://x is not allowed']],
    [{ from: ['prometheus'] }, ['--from: prometheus is not allowed']],
    [{ from: ['prometheus', 'ftp://x'] }, ['--from: "ftp://x" is not allowed; allowed: https']],
    [{ range: undefined, stable: undefined }, ['--range: nothing', '--stable: nothing']],
    [{ range: '2026-03-02..2026-03-03' }, ['--range: "2026-03-02..2026-03-03"']],
    [{ range: 'now..-1h' }, ['--range: "now..-1h" is not allowed; allowed: a start before']],
    [{ range: '-1h..2027-01-01T00:00:00Z' }, ['not in the future: 2026-03-02T13:01:40Z']],
    [{ range: '-31s..now' }, ['at least one whole bucket of 30 s']],
    [{ range: '-9999d..now' }, ['at most 100000 buckets of 30 s']],
    [{ stable: 'version' }, ['--stable: "version" is not allowed; allowed: key=value']],
    [{ stable: 'colour=blue' }, ['--stable: nothing for {version}', '--stable: colour=blue']],
    [{ canary: 'version=v1' }, ['--canary: version=v1, the same as --stable']],
    [{ weight: '0' }, ['--weight: "0" is not allowed; allowed: a percentage above 0']],
    [{ samples: '-' }, ['--samples: with --from']],
    [{ from: undefined, samples: '-' }, ['--range: without', '--stable', '--canary', '--record']],
    [{ record: '/nowhere/at/all' }, ['--record: /nowhere/at/all (ENOENT)']],
  ])('for %j is bad input', async (flags, begins) => {
    serveHistory(bucketsAt(10, 20));

    const { code, output, errors, files } = await record({ ...flags });

    expect({ code, output, files }).toEqual({ code: 2, output: '', files: [] });
    expect(errors).toEqual(begins.map((each) => expect.stringContaining(each)));
  });

  const native = (name: string) => ({
    [name]: {
      kind: 'quantile',
      quantile: 0.95,
      source: { histogram: 'seconds{version="{version}"}', native: true },
      total: { counter: 'seconds_count{version="{version}"}' },
      limits: { increasePercent: 10 },
    },
  });

  it.each([
    [{ telemetry: { kind: 'cloudwatch' } }, 'telemetry.kind: cloudwatch'],
    [{ metrics: native('latency-p95') }, 'metrics.latency-p95.source.native: true'],
    [{ metrics: { 'error-rate': 'off' } }, 'metrics.error-rate: nothing'],
  ])('for the plan %j is bad input', async (plan, begins) => {
    const { code, errors } = await record({}, { plan });

    expect(code).toBe(2);
    expect(errors).toEqual([expect.stringContaining(begins)]);
  });

  it('over a file that exists is bad input, and leaves it as it is', async () => {
    const asked = serveHistory(bucketsAt(10, 10));
    await writeFile(join(directory, 'out.ndjson'), 'kept');

    const { code, errors } = await record();

    expect({ code, asked }).toEqual({ code: 2, asked: [] });
    expect(errors[0]).toContain('(EEXIST)');
    expect(await readFile(join(directory, 'out.ndjson'), 'utf8')).toBe('kept');
  });
});
