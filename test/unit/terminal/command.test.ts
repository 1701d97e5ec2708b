import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Rehearsal } from '../../../sandbox/rehearsal.ts';
import type { Scenario } from '../../../sandbox/terminal/choose.ts';
import { command, type Rehearsing } from '../../../sandbox/terminal/command.ts';
import { aRehearsal } from '../../support/a-rehearsal.ts';
import { aPage, escapeCode } from '../../support/a-screen.ts';
import { liveEventsOf } from '../../support/live-events.ts';

const scenarios: readonly Scenario[] = ['good', 'errors', 'telemetry-outage'].map((name) => ({
  workflow: 'rollout',
  name,
  story: `What ${name} shows.`,
  expected: 'rolled-back',
  sample: 'checkout',
}));

const rehearsing = (overrides: Partial<Rehearsal> = {}) => {
  const asked: Rehearsing[] = [];
  const rehearse = async (each: Rehearsing): Promise<Rehearsal> => {
    asked.push(each);
    const rehearsal = aRehearsal({ scenario: each.scenario, seed: each.seed, ...overrides });
    for (const event of liveEventsOf(rehearsal)) each.watch?.(event);
    return rehearsal;
  };
  return { asked, rehearse };
};

const run = async (words: readonly string[], overrides: Partial<Rehearsal> = {}) => {
  const [page, complaints] = [aPage(), aPage()];
  const { asked, rehearse } = rehearsing(overrides);
  const directory = await mkdtemp(join(tmpdir(), 'rehearse-'));
  const isReported = !words.includes('--json') && !words.includes('--report');
  const code = await command(isReported ? ['--report', directory, ...words] : words, {
    scenarios,
    rehearse,
    output: page.output,
    errors: complaints.output,
    environment: {},
    pause: async () => undefined,
  });
  const reports = await readdir(directory);
  return { code, text: page.text(), complaints: complaints.text(), asked, reports };
};

describe('rehearse', () => {
  it('runs a good, a bad and a blind release when nothing is asked for, and reports each', async () => {
    const { code, text, asked, reports } = await run([]);

    expect(code).toBe(0);
    expect(asked.map(({ scenario }) => scenario)).toEqual(['good', 'errors', 'telemetry-outage']);
    expect(reports).toEqual([
      'rollout-errors-1.html',
      'rollout-good-1.html',
      'rollout-telemetry-outage-1.html',
    ]);
    for (const report of reports) expect(text).toContain(report);
    expect(text).toContain('scenario           outcome');
    expect(text).toContain('4 min 2 s = 4 min');
  });

  it('runs the scenario good of a workflow, or the one that is named, with a seed', async () => {
    const usual = await run(['rollout']);
    const named = await run(['rollout', 'errors', '--seed', '7']);

    expect(usual.asked).toMatchObject([{ scenario: 'good', seed: 1 }]);
    expect(named.asked).toMatchObject([{ scenario: 'errors', seed: 7 }]);
  });

  it('writes plain lines without any code where nobody watches', async () => {
    const { text } = await run(['rollout', 'errors']);

    expect(text).not.toContain(escapeCode);
    expect(text).toContain('00:14:41  traffic       canary 50 %, stable 50 % (shift-traffic)\n');
    expect(text).toContain('ROLLED BACK (as expected)\n');
    expect(text).toContain('2 invariants held in 908 checks');
  });

  it('prints exactly one line with exactly the fields of the contract for --json', async () => {
    const { code, text, reports } = await run(['rollout', 'errors', '--json']);

    const lines = text.split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toBe('');
    expect(Object.keys(JSON.parse(text))).toEqual([
      ...['workflow', 'scenario', 'seed', 'outcome', 'error', 'because', 'states', 'calls'],
      ...['notifications', 'evidence', 'invariants', 'virtualSeconds', 'wallMs'],
    ]);
    expect(reports).toEqual([]);
    expect(code).toBe(0);
  });

  it('ends with 1 when a run ended otherwise than its scenario expects', async () => {
    const { code, text } = await run(['rollout'], { outcome: 'promoted' });

    expect(code).toBe(1);
    expect(text).toContain('PROMOTED (EXPECTED: rolled back)');
  });

  it('ends with 1 when an invariant broke', async () => {
    const invariants = [{ name: 'never two writers', checks: 3, held: false }];

    const { code, text } = await run(['rollout'], { invariants });

    expect(code).toBe(1);
    expect(text).toContain('BROKEN INVARIANT: never two writers');
  });

  it('counts an invariant without a check apart from those that held', async () => {
    const [one, two] = [1_200, 1].map((checks) => ({ name: 'x', checks, held: true }));
    const idle = { name: 'y', checks: 0, held: true };

    const { text } = await run(['rollout'], {
      invariants: [one, two, idle].flatMap((x) => x ?? []),
    });

    expect(text).toContain('2 invariants held in 1,201 checks, 1 had nothing to check\n');
  });

  it('lists scenarios with what each expects', async () => {
    const table = await run(['--list']);
    const json = await run(['--list', '--json']);

    expect(table.text).toMatch(/rollout {3}good {14}rolled-back {5}What good shows\./);
    expect(
      json.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toHaveLength(3);
    expect(json.asked).toEqual([]);
  });

  it("gives the run the text of the user's own service file", async () => {
    const { asked } = await run(['rollout', '--service', 'catalog/services/pricing.yml']);

    expect(asked[0]?.serviceFile).toBe('catalog/services/pricing.yml');
    expect(asked[0]?.serviceText).toContain('service: pricing');
  });

  it.each([
    [['failover'], 'workflow: "failover" is not allowed; allowed: rollout\n'],
    [['rollout', 'x'], 'scenario: "x" is not allowed; allowed: good, errors, telemetry-outage\n'],
    [['--seed', '-1'], '--seed: "-1" is not allowed; allowed: an integer from 0 to 4294967295\n'],
    [['--fsat'], '--fsat: this flag is not allowed; allowed: --service, --list, --seed, --fast, '],
    [['--service'], '--service: nothing is not allowed; allowed: a value after the flag\n'],
    [['--service', '/no/file'], '--service: /no/file (ENOENT) is not allowed; allowed: a readable'],
    [
      ['--report', 'package.json'],
      '--report: package.json (a file is in the way) is not allowed; ',
    ],
    [['--report', 'package.json/x'], 'allowed: a directory that can be written to\n'],
    [['--report', ''], '--report: "" (ENOENT) is not allowed; '],
    [['--report', '/proc/x', '--json'], '--report: /proc/x (ENOENT) is not allowed; '],
    [['a', 'b', 'c'], 'arguments: "c" is not allowed; allowed: [workflow] [scenario]\n'],
  ])('refuses %j with 2', async (words, complaint) => {
    const { code, complaints, asked, text } = await run(words);

    expect(code).toBe(2);
    expect(complaints).toContain(complaint);
    expect(asked).toEqual([]);
    expect(text).toBe('');
  });

  it('names every mistake of a service file in a line of its own', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'service-')), 'wrong.yml');
    await writeFile(
      file,
      'service: Wrong\ndescription: x\nowner: x\ntraffic: { kind: lambda-alias, function: f, alias: live }\nrollout: { extensions: 99, stpes: [] }\n',
    );

    const { code, complaints } = await run(['rollout', '--service', file]);

    expect(code).toBe(2);
    expect(
      complaints
        .trim()
        .split('\n')
        .map((line) => line.split(' is not')[0]),
    ).toEqual(['service: "Wrong"', 'rollout.extensions: 99', 'rollout.stpes: []']);
  });

  it('names the line of a service file that is not YAML', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'service-')), 'wrong.yml');
    await writeFile(file, 'service: x\nowner: "\n');

    const { code, complaints } = await run(['rollout', '--service', file]);

    expect(code).toBe(2);
    expect(complaints).toMatch(/^line \d+: what is there is not allowed; allowed: YAML \(.+\)\n$/);
  });

  it('explains itself', async () => {
    const { code, text } = await run(['--help']);

    expect(code).toBe(0);
    expect(text).toContain('Usage: rehearse [options] [workflow] [scenario]');
    expect(text).toContain('Exit codes: 0');
  });
});
