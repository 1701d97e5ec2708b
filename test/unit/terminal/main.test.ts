import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const main = resolve('sandbox/main.ts');

const run = (words: readonly string[]) =>
  new Promise<{ code: number | null; output: string; complaints: string }>((done) => {
    const child = execFile(process.execPath, [main, ...words], (_, output, complaints) =>
      done({ code: child.exitCode, output, complaints }),
    );
  });

describe('node sandbox/main.ts', () => {
  it.each([
    [['no-such-workflow'], /^workflow: "no-such-workflow" is not allowed; allowed: rollout\n$/],
    [
      ['rollout', 'no-such'],
      /^scenario: "no-such" is not allowed; allowed: [a-z-]+(, [a-z-]+)*\n$/,
    ],
    [['--no-such-flag'], /^--no-such-flag: this flag is not allowed; allowed: --service, .*\n$/],
    [
      ['rollout', '--service', '/no/such/file.yml'],
      /^--service: \/no\/such\/file\.yml \(ENOENT\) /,
    ],
    [['rollout', '--service', 'package.json'], /^service: nothing is not allowed; .*\n/],
  ])('refuses %j with 2 and says on stderr what is allowed', async (words, complaint) => {
    const ended = await run(words);

    expect(ended).toMatchObject({ code: 2, output: '' });
    expect(ended.complaints).toMatch(complaint);
  });

  it('lists the three scenarios of the demo', async () => {
    const { code, output } = await run(['--list', '--json']);

    const names = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).scenario);
    expect(code).toBe(0);
    expect(names).toEqual(expect.arrayContaining(['good', 'errors', 'telemetry-outage']));
  });
});
