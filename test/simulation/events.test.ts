import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../sandbox/runtime.ts';
import { aStack, invoke, minute } from '../support/a-service-stack.ts';

const folder = join(projectRoot, 'events/rollout');

const sample = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, name), 'utf8'));

/** What `npm run replay` judges, and its own tests replay. */
const recordings = 'recordings';

/** Which function a sample is for. */
const functionOf: Readonly<Record<string, string>> = {
  'approve-run.json': 'approve-run',
  'abort-run.json': 'abort-run',
  'hold-run.json': 'signal-run',
  'resume-run.json': 'signal-run',
  'run-status.json': 'run-status',
  'check-service.json': 'check-service',
  'release-lease.json': 'release-lease',
  'retry-rollback.json': 'retry-rollback',
};

const events = ['deploy-requested.json', 'deploy-requested-pricing.json'] as const;

describe('the sample inputs', () => {
  it('all belong to a function, are events, or are recordings', () => {
    expect(readdirSync(folder).toSorted()).toEqual(
      [...Object.keys(functionOf), ...events, recordings].toSorted(),
    );
  });

  it.each(Object.entries(functionOf))('%s is understood by %s', async (name, functionName) => {
    const { stack } = await aStack('checkout');

    const answer = (await invoke(stack, functionName, sample(name))) as { errorType?: string };

    expect(answer.errorType).not.toBe('InvalidInputError');
    expect([undefined, 'UnknownRunError']).toContain(answer.errorType);
  });

  it.each([
    ['deploy-requested.json', 'checkout'],
    ['deploy-requested-pricing.json', 'pricing'],
  ] as const)('%s starts the rollout of %s', async (name, service) => {
    const { stack } = await aStack(service);
    const { account, stepFunctions, world } = stack;
    const { source, 'detail-type': type, detail } = sample(name);

    account.bus.publish({ source: String(source), 'detail-type': String(type), detail });
    await account.clock.drive(account.clock.now + 2 * minute);

    expect([...stepFunctions.executions.values()].map(({ status }) => status)).toEqual(['RUNNING']);
    expect(Object.values(world.truth()).toSorted()).toEqual([10, 90]);
  });
});
