import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { command } from '../../../sandbox/replay/command.ts';
import { parseSample } from '../../../sandbox/replay/sample.ts';
import { aRecording, linesOf, sampleRecordings } from '../../support/a-recording.ts';
import { aPage, escapeCode } from '../../support/a-screen.ts';
import { fencedIn } from '../../support/markdown.ts';

const service = 'catalog/services/checkout.yml';
const recordings = 'events/rollout/recordings';
const good = `${recordings}/good.ndjson`;
const bad = `${recordings}/bad.ndjson`;

const replay = async (words: readonly string[], input = '') => {
  const [output, errors] = [aPage(), aPage()];
  const code = await command(words, {
    output: output.output,
    errors: errors.output,
    environment: {},
    input: () => Readable.from([Buffer.from(input)]),
  });
  const complaints = errors.text().trim().split('\n');
  return { code, output: output.text(), complaints };
};

const json = async (words: readonly string[], input?: string) => {
  const ended = await replay(['--service', service, ...words, '--json'], input);
  const lines = ended.output.trim().split('\n');
  return { ...ended, lines: lines.map((line) => JSON.parse(line)) };
};

const aFile = async (text: string, name = 'samples.ndjson'): Promise<string> => {
  const path = join(await mkdtemp(join(tmpdir(), 'replay-')), name);
  await writeFile(path, text);
  return path;
};

const refused = async (text: string) => {
  const file = await aFile(text);
  const ended = await replay(['--service', service, '--samples', file]);
  return { ...ended, complaints: ended.complaints.map((line) => line.replaceAll(file, 'FILE')) };
};

const atWeight = (weight: number, minutes = 3) =>
  aRecording([{ weight, minutes }], { latency: 'none' });

describe('the recordings that are shipped', () => {
  it.each([
    ['good', 'promote'],
    ['bad', 'roll-back'],
  ])('%s is read, and decides to %s', async (name, decision) => {
    const text = await readFile(`${recordings}/${name}.ndjson`, 'utf8');
    const buckets = text.trim().split('\n');

    const { code, lines } = await json(['--samples', `${recordings}/${name}.ndjson`]);

    expect(buckets.every((line) => 'value' in parseSample(line))).toBe(true);
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({ decision });
    expect(lines).toHaveLength(buckets.length + 1);
  });

  it('are those that the script writes', async () => {
    const written = sampleRecordings();

    expect((await readdir(recordings)).toSorted()).toEqual(
      Object.keys(written)
        .map((name) => `${name}.ndjson`)
        .toSorted(),
    );
    for (const [name, text] of Object.entries(written))
      expect(await readFile(`${recordings}/${name}.ndjson`, 'utf8')).toBe(text);
  });
});

describe('the bucket that the README shows', () => {
  it('is one, with everything that a side may have', async () => {
    const shown = fencedIn(await readFile('README.md', 'utf8')).find(
      ({ language, text }) => language === 'json' && text.startsWith('{"at"'),
    );

    const parsed = parseSample(JSON.stringify(JSON.parse(shown?.text ?? '')));

    expect('value' in parsed && Object.keys(parsed.value.canary ?? {}).toSorted()).toEqual([
      'cpu',
      'errors',
      'latency',
      'memory',
      'requests',
    ]);
  });
});

describe('replay --json', () => {
  it('writes one line for each bucket and then the decision, and nothing else', async () => {
    const { lines } = await json(['--samples', bad]);

    for (const line of lines.slice(0, -1))
      expect(Object.keys(line)).toEqual(['at', 'verdict', 'because', 'metrics']);
    expect(Object.keys(lines.at(-1))).toEqual(['decision', 'at', 'because']);
  });

  it('names once, and elsewhere, what the recording cannot feed', async () => {
    const { complaints } = await json(['--samples', good]);

    expect(complaints[0]).toBe(
      `${good}: not judged: connection-errors (recordings have nothing of it)`,
    );
    expect(complaints.filter((line) => line.includes('connection-errors'))).toHaveLength(1);
  });

  it('gives every line its file where there are several, and each file its decision', async () => {
    const { lines } = await json(['--samples', good, '--samples', bad]);

    expect(lines.every(({ file }) => file === good || file === bad)).toBe(true);
    expect(
      lines.filter(({ decision }) => decision).map(({ file, decision }) => [file, decision]),
    ).toEqual([
      [good, 'promote'],
      [bad, 'roll-back'],
    ]);
  });

  it('says the same each time', async () => {
    const once = await json(['--samples', good, bad]);

    expect((await json(['--samples', good, bad])).output).toBe(once.output);
  });

  it('reads standard input', async () => {
    const { lines } = await json(['--samples', '-'], await readFile(bad, 'utf8'));

    expect(lines.at(-1)).toMatchObject({ decision: 'roll-back' });
  });

  it.each([
    ['with CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['without a last newline', (text: string) => text.trimEnd()],
    ['with blank lines and a mark of its byte order', (text: string) => `\uFEFF${text}\n\n`],
  ])('reads a file %s', async (_how, written) => {
    const text = await readFile(good, 'utf8');
    const file = await aFile(written(text));

    const { output } = await json(['--samples', file]);

    expect(output).toBe((await json(['--samples', good])).output);
  });
});

describe('replay for a person', () => {
  it('writes a line for each change of the verdict, the decision and its evidence, plainly', async () => {
    const { code, output } = await replay(['--service', service, '--samples', bad]);

    const said = output.split('\n').filter((line) => /^2026-03-03 \d\d:\d\d:\d\d {2}/.test(line));
    expect(code).toBe(0);
    expect(said.map((line) => line.slice(21, 33).trim())).toEqual([
      'baseline',
      'traffic',
      'inconclusive',
      'regress',
      'traffic',
      'inconclusive',
    ]);
    expect(output).toContain(
      'ROLL BACK  decided by the bucket of 2026-03-03 09:24:00 UTC\nbecause',
    );
    expect(output).toMatch(
      /^error rate, % +regress +4\.638 +0\.4164 +0\.9164 +345 and 2642 +1,923 to 1$/m,
    );
    expect(output).toContain('not judged: connection-errors');
    expect(output).not.toContain(escapeCode);
  });

  it('lists the decisions of several files at the end', async () => {
    const { output } = await replay(['--service', service, '--samples', good, bad]);

    expect(output.trim().split('\n').slice(-2)).toEqual([
      expect.stringMatching(/good\.ndjson +promote +2026-03-02 /),
      expect.stringMatching(/bad\.ndjson +roll-back +2026-03-03 /),
    ]);
  });
});

describe('a recording without latency', () => {
  it('is judged by what it has, and says what is not judged', async () => {
    const file = await aFile(linesOf(atWeight(50, 14)));

    const { lines, complaints } = await json(['--samples', file]);

    expect(lines.at(-1)).toMatchObject({ decision: 'promote' });
    expect(complaints[0]).toContain('latency-p95 (no bucket has a latency)');
  });

  it('is bad input where nothing critical is left', async () => {
    const text = await readFile(service, 'utf8');
    const plan = await aFile(
      text.replace('metrics: {}', 'metrics: { error-rate: off, success-rate: off }'),
      'checkout.yml',
    );
    const file = await aFile(linesOf(atWeight(50)));

    const { code, output, complaints } = await replay(['--service', plan, '--samples', file]);

    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(complaints).toEqual([expect.stringContaining('no critical metric of the plan')]);
  });
});

describe('bad input', () => {
  const [first = '', second = '', third = ''] = linesOf(atWeight(10)).split('\n');

  it.each([
    ['a broken line', `${first}\n{"at"\n`, ['FILE line 2, (whole): "{\\"at\\"" is not allowed']],
    ['nothing', '', ['FILE: no bucket is not allowed; allowed: one bucket on each line']],
    [
      'a field that is missing and one too many',
      first.replace('"weight"', '"wieght"'),
      ['FILE line 1, weight: nothing is not allowed; allowed: number', 'FILE line 1, wieght: 10'],
    ],
    [
      'buckets out of order, the same again, and a field of the wrong kind',
      [second, first, second, third.replace('60', '"60"')].join('\n'),
      ['FILE line 2, at: ', 'FILE line 3, at: ', 'FILE line 4, seconds: "60"'],
    ],
    ['a line that never ends', 'x'.repeat(2_000_000), ['FILE line 1: a line of more than 1000000']],
  ])('of %s is told line by line, and nothing else is written', async (_what, text, begins) => {
    const { code, output, complaints } = await refused(text);

    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(complaints).toEqual(begins.map((each) => expect.stringContaining(each)));
  });

  it('of one file is told of with that of the others, and none is judged', async () => {
    const { code, output, complaints } = await replay([
      ...['--service', 'no/service.yml', '--samples', good, 'no/samples.ndjson', 'sandbox'],
      '--json',
    ]);

    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(complaints).toEqual([
      expect.stringMatching(/^--service: no\/service\.yml \(ENOENT\) is not allowed/),
      expect.stringMatching(/^--samples: no\/samples\.ndjson \(ENOENT\) is not allowed/),
      expect.stringMatching(/^--samples: sandbox \(EISDIR\) is not allowed/),
    ]);
  });

  it('is no flood', async () => {
    const { complaints } = await refused('x\n'.repeat(3_000));

    expect(complaints).toHaveLength(21);
    expect(complaints.at(-1)).toContain('the like, 2980 more times, is not allowed');
  });

  it.each([
    [[], ['--service: nothing', '--samples: nothing']],
    [['--service', service], ['--samples: nothing']],
    [['--samples'], ['--samples: nothing']],
    [['--service', service, '--samples', '-', '--samples', '-'], ['--samples: - more than once']],
    [['--what'], ['--what: this flag is not allowed; allowed: --service, --samples, --json']],
    [['words'], ['arguments: ']],
  ])('on the command line is told: %j', async (words, begins) => {
    const { code, output, complaints } = await replay(words);

    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(complaints).toEqual(begins.map((each) => expect.stringContaining(each)));
  });
});

describe('node sandbox/replay/main.ts', () => {
  const run = (words: readonly string[]) =>
    new Promise<{ code: number | null; output: string }>((done) => {
      const main = resolve('sandbox/replay/main.ts');
      const child = execFile(process.execPath, [main, ...words], (_, output) =>
        done({ code: child.exitCode, output }),
      );
    });

  it('ends with 0 for any decision, with 2 for bad input, and explains itself', async () => {
    const ended = await run(['--service', service, '--samples', bad, '--json']);
    const mistaken = await run(['--service', service]);
    const help = await run(['--help']);

    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.output.trim().split('\n').at(-1) ?? '')).toMatchObject({
      decision: 'roll-back',
      at: '2026-03-03T09:24:00Z',
    });
    expect(mistaken).toEqual({ code: 2, output: '' });
    expect(help.code).toBe(0);
    expect(help.output).toContain('Exit codes: 0 judged, whatever the decision; 2 bad input.');
  });
});
