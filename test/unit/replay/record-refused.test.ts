import { readFile, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { useHttp } from '../../../functions/platform/http.ts';
import { atOne, type Bucket, bucketsAt, serveHistory } from '../../support/a-prometheus-history.ts';
import { aRecorder } from '../../support/a-recorder.ts';

let recorder: Awaited<ReturnType<typeof aRecorder>>;

beforeEach(async () => {
  atOne();
  recorder = await aRecorder();
});

describe('what cannot be recorded', () => {
  it.each([
    ['unreachable', () => Promise.reject(new TypeError('fetch failed')), 'could not be reached'],
    ['a refusal', async () => ({ status: 400, body: '' }), 'Prometheus refuses the query'],
    ['no credentials', async () => ({ status: 401, body: '' }), 'EVENKEEL_PROMETHEUS_TOKEN'],
    ['a strange page', async () => ({ status: 200, body: '<html>' }), 'not that of the Prometheus'],
  ])('for %s ends with 1, one sentence and no file', async (_, answer, why) => {
    useHttp(answer);

    const { code, output, errors, files } = await recorder.record();

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

    const { code, errors, files } = await recorder.record();

    expect({ code, files }).toEqual({ code: 1, files: [] });
    expect(errors).toEqual([expect.stringContaining(why)]);
  });

  it.each<[object, readonly string[]]>([
    [{ from: ['graphite', 'http://x'] }, ['--from: graphite http://x is not allowed']],
    [{ from: ['prometheus'] }, ['--from: prometheus is not allowed']],
    [{ from: ['prometheus', 'ftp://x'] }, ['--from: "ftp://x" is not allowed; allowed: https']],
    [{ range: undefined, stable: undefined }, ['--range: nothing', '--stable: nothing']],
    [{ range: '2026-03-02..2026-03-03' }, ['--range: "2026-03-02..2026-03-03"']],
    [{ range: '2026-03-02T13:00:00..' }, ['allowed: a zone with each time; START..END']],
    [{ range: '-1h..2026-03-02T13:00' }, ['allowed: a zone with each time; START..END']],
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

    const { code, output, errors, files } = await recorder.record({ ...flags });

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
    const { code, errors } = await recorder.record({}, { plan });

    expect(code).toBe(2);
    expect(errors).toEqual([expect.stringContaining(begins)]);
  });

  it('over a file that exists is bad input, and leaves it as it is', async () => {
    const asked = serveHistory(bucketsAt(10, 10));
    await writeFile(recorder.file, 'kept');

    const { code, errors } = await recorder.record();

    expect({ code, asked }).toEqual({ code: 2, asked: [] });
    expect(errors[0]).toContain('(EEXIST)');
    expect(await readFile(recorder.file, 'utf8')).toBe('kept');
  });
});
