import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { command } from '../../sandbox/replay/command.ts';
import type { Sample } from '../../sandbox/replay/sample.ts';
import { anEntry, type Fields } from './a-plan.ts';
import { aPage } from './a-screen.ts';

export const recordedTelemetry = {
  kind: 'prometheus',
  url: 'https://plan.example.com',
  auth: { kind: 'bearer', secret: 'of-the-plan' },
  selector: 'job="shop",version="{version}"',
  labels: { blue: { version: 'v1' }, green: { version: 'v2' } },
};

interface Changes {
  readonly plan?: Fields;
  readonly environment?: Readonly<Record<string, string>>;
}

type Flags = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A directory with a plan, and the command that records into it. Flags without a value are left out. */
export const aRecorder = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'record-'));
  const [plan, file] = [join(directory, 'plan.yml'), join(directory, 'out.ndjson')];
  const record = async (flags: Flags = {}, { plan: changes, environment = {} }: Changes = {}) => {
    await writeFile(plan, JSON.stringify(anEntry({ telemetry: recordedTelemetry, ...changes })));
    const given: Flags = {
      service: plan,
      from: ['prometheus', 'https://prometheus.example.com'],
      range: '2026-03-02T12:00:00Z..2026-03-02T12:05:00Z',
      stable: 'version=v1',
      canary: 'version=v2',
      record: file,
      ...flags,
    };
    const words = Object.entries(given).flatMap(([flag, value]) =>
      value === undefined ? [] : [`--${flag}`, ...[value].flat()],
    );
    const [output, errors] = [aPage(), aPage()];
    const surroundings = { output: output.output, errors: errors.output, environment };
    const code = await command(words, { ...surroundings, input: () => Readable.from([]) });
    const files = (await readdir(directory)).filter((name) => name !== 'plan.yml');
    return { code, output: output.text(), errors: errors.text().trim().split('\n'), files };
  };
  const samples = async (): Promise<Sample[]> =>
    (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { file, record, samples };
};
