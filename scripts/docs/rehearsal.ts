import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './region.ts';

const run = promisify(execFile);

/** What the command prints where nobody watches; its reports go into a folder that is removed. */
const printed = async (...words: readonly string[]): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-docs-'));
  try {
    const { PATH, HOME } = process.env;
    const options = { cwd: folder, env: { PATH, HOME }, maxBuffer: 16_000_000 };
    const { stdout } = await run(
      process.execPath,
      [join(root, 'sandbox/main.ts'), ...words],
      options,
    );
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
};

const isHeading = (line: string): boolean => /^(rollout \/ |scenario {2})/.test(line);

/** The parts of the output: one for each run, and the table of all. */
const partsOf = (output: string): string[] => {
  const parts: string[][] = [];
  for (const line of output.split('\n')) {
    if (isHeading(line)) parts.push([]);
    parts.at(-1)?.push(line);
  }
  return parts.map((lines) => lines.join('\n').trim());
};

/** The demo's output as the README quotes it: a run is either shown as it is or left out whole. */
export const quotedDemo = async (shown: string): Promise<string> => {
  const parts = partsOf(await printed()).map((part) => {
    const [heading = ''] = part.split('\n');
    const isRun = heading.startsWith('rollout / ');
    return isRun && !heading.startsWith(`rollout / ${shown} `) ? `${heading}\n…` : part;
  });
  return ['```text', parts.join('\n\n'), '```'].join('\n');
};

/** How long a run took on the wall is the only thing that may differ. */
export const withoutWallTime = (text: string): string =>
  text.replaceAll(/(virtual clock in) \d+ ms/g, '$1 … ms');

interface Listed {
  readonly scenario: string;
  readonly expected: string;
  readonly story: string;
}

/** The scenarios as `--list` tells them. */
export const scenarioTable = async (): Promise<string> => {
  const listed = (await printed('--list', '--json'))
    .trim()
    .split('\n')
    .map((line): Listed => JSON.parse(line));
  return [
    '| scenario | ends | what happens |',
    '|---|---|---|',
    ...listed.map(
      ({ scenario, expected, story }) => `| \`${scenario}\` | ${expected} | ${story} |`,
    ),
  ].join('\n');
};
