import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { Rollout, ServiceEntry } from '../../../functions/rollout/domain/plan.ts';
import { planFrom } from '../../../functions/rollout/read-plan.ts';

const main = resolve('sandbox/new-service/main.ts');
const elb = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012';

const alias = [
  ...['--name', 'prices', '--kind', 'lambda-alias', '--function', 'prices', '--alias', 'live'],
  ...['--owner', 'team: "shop"', '--description', 'Prices # all of them'],
];
const alb = [
  ...['--name', 'carts', '--kind', 'alb', '--cluster', 'shop', '--owner', 'us'],
  ...['--rule', `${elb}:listener-rule/app/shop/1/2/3`, '--description', 'Keeps carts.'],
  ...['--side', `blue=${elb}:targetgroup/carts-blue/1,carts-blue`],
  ...['--side', `green=${elb}:targetgroup/carts-green/2,carts-green`],
];

interface Ended {
  readonly code: number;
  readonly output: string;
  readonly complaints: string[];
}

const run = (directory: string, words: readonly string[]): Promise<Ended> =>
  new Promise((done) => {
    const child = execFile(
      process.execPath,
      [main, ...words],
      { cwd: directory },
      (_, output, complaints) =>
        done({ code: child.exitCode ?? -1, output, complaints: complaints.trim().split('\n') }),
    );
  });

const aDirectory = () => mkdtemp(join(tmpdir(), 'new-service-'));

const written = (directory: string, name: string) =>
  readFile(join(directory, 'catalog/services', `${name}.yml`), 'utf8');

describe('new-service', () => {
  it.each([
    ['a Lambda alias', 'prices', alias],
    ['an ALB rule', 'carts', alb],
  ])('writes a valid file for %s with the defaults filled in', async (_, name, words) => {
    const directory = await aDirectory();

    const { code, output } = await run(directory, words);

    const text = await written(directory, name);
    const plan = planFrom(text, 'new.yml');
    expect(code).toBe(0);
    expect(output).toContain(
      `npm run rehearse -- rollout good --service catalog/services/${name}.yml`,
    );
    expect(plan.service).toBe(name);
    expect({ ...plan.rollout, steps: plan.rollout.steps.map(({ weight }) => weight) }).toEqual({
      ...Rollout.parse({}),
      steps: [10, 50, 100],
    });
  });

  it('keeps text that means something in YAML', async () => {
    const directory = await aDirectory();

    await run(directory, alias);

    const entry = ServiceEntry.parse(parseYaml(await written(directory, 'prices')));
    expect(entry).toMatchObject({ owner: 'team: "shop"', description: 'Prices # all of them' });
  });

  it('does not write over a file unless it is told to', async () => {
    const directory = await aDirectory();
    await run(directory, alias);

    const again = await run(directory, [...alias, '--owner', 'others']);
    const forced = await run(directory, [...alias, '--owner', 'others', '--force']);

    expect(again.code).toBe(2);
    expect(again.complaints).toEqual([
      'catalog/services/prices.yml: an existing file is not allowed; allowed: a new name, or --force',
    ]);
    expect(forced.code).toBe(0);
    expect(await written(directory, 'prices')).toContain('owner: others');
  });

  it('refuses a directory where the file should be', async () => {
    const directory = await aDirectory();
    await mkdir(join(directory, 'catalog/services/prices.yml'), { recursive: true });

    const { code, complaints } = await run(directory, [...alias, '--force']);

    expect(code).toBe(2);
    expect(complaints).toEqual([
      'catalog/services/prices.yml: this path (EISDIR) is not allowed; allowed: a file that can be written',
    ]);
  });

  it('refuses a file where the catalogue should be', async () => {
    const directory = await aDirectory();
    await writeFile(join(directory, 'catalog'), '');

    const { code, complaints } = await run(directory, alias);

    expect(code).toBe(2);
    expect(complaints).toEqual([
      'catalogue: catalog/services (a file is in the way) is not allowed; allowed: a directory that can be written to',
    ]);
  });

  it("prints commands for the rule's region", async () => {
    const { output } = await run(await aDirectory(), alb);

    expect(output).toContain('npx serverless deploy --region eu-central-1 --param=');
    expect(output).toContain(`--data '{"service":"carts"}' --region eu-central-1\n`);
  });

  it.each([
    [['--kind', 'istio'], '--kind: "istio" is not allowed; allowed: alb, lambda-alias'],
    [['--owner'], '--owner: nothing is not allowed; allowed: a value after the flag'],
    [['extra'], 'arguments: "extra" is not allowed; allowed: flags alone'],
  ])('refuses %j with 2', async (words, complaint) => {
    const ended = await run(await aDirectory(), words);

    expect(ended.code).toBe(2);
    expect(ended.complaints[0]).toBe(complaint);
  });
});
