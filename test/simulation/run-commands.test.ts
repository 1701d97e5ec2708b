import { describe, expect, it } from 'vitest';
import type { Stack } from '../../sandbox/account/stack.ts';
import { rehearseWith } from '../../sandbox/rehearse.ts';
import { scenarios } from '../../sandbox/scenarios/catalogue.ts';
import { aStack, invoke, minute, signed, startsAt } from '../support/a-service-stack.ts';

describe('without a run', () => {
  it.each([
    ['run-status', { service: 'checkout' }, 'no rollout of "checkout" is under way'],
    ['run-status', { run: 'rollout-absent' }, 'rollout-absent'],
    ['release-lease', { service: 'checkout', ...signed }, 'the lease of "checkout" is free'],
  ])('%s says so: %j', async (name, input, says) => {
    const { stack } = await aStack('checkout');

    const answer = await invoke(stack, name, input);

    expect(answer).toMatchObject({
      errorType: 'UnknownRunError',
      errorMessage: expect.stringContaining(says),
    });
  });
});

describe('during a rollout', () => {
  const aRollout = async () => {
    const { stack, cast } = await aStack('checkout');
    stack.account.bus.publish({
      source: 'evenkeel',
      'detail-type': 'Deploy Requested',
      detail: { service: 'checkout', revision: cast.canaryRevision, requestId: 'first', ...signed },
    });
    await stack.account.clock.drive(startsAt + 5 * minute);
    return { stack, cast };
  };

  it('run-status shows the live weights, the step and who must act', async () => {
    const { stack, cast } = await aRollout();

    const answer = await invoke(stack, 'run-status', { service: 'checkout' });

    expect(answer).toMatchObject({
      service: 'checkout',
      revision: cast.canaryRevision,
      status: 'open',
      live: { [cast.stableSide]: 90, [cast.canarySide]: 10 },
      step: 'baking at step 1 of 10 %, 50 %, 100 %',
      mustAct: 'nobody: the run goes on by itself',
    });
  });

  it('release-lease does not take the lease from a run that goes on', async () => {
    const { stack } = await aRollout();

    const refused = await invoke(stack, 'release-lease', { service: 'checkout', ...signed });

    expect(refused).toMatchObject({ errorType: 'LeaseHeldError' });
    expect(await invoke(stack, 'run-status', { service: 'checkout' })).toMatchObject({
      status: 'open',
    });
  });
});

describe('after a run that needs an operator', () => {
  const aStuckRun = async () => {
    const scenario = scenarios.find(({ expected }) => expected === 'needs-operator');
    if (!scenario) throw new Error('no scenario ends with a run that needs an operator');
    const found: Stack[] = [];
    await rehearseWith(
      scenario,
      { workflow: 'rollout', scenario: scenario.name, seed: 1 },
      { onStack: (stack) => void found.push(stack) },
    );
    const [stack] = found;
    if (!stack) throw new Error('the rehearsal showed no stack');
    return stack;
  };

  it('release-lease frees the service and leaves the weights as they are', async () => {
    const stack = await aStuckRun();
    const before = stack.world.truth();

    const status = await invoke(stack, 'run-status', { service: 'checkout' });
    const released = await invoke(stack, 'release-lease', { service: 'checkout', ...signed });
    const again = await invoke(stack, 'release-lease', { service: 'checkout', ...signed });

    expect(status).toMatchObject({ mustAct: expect.stringMatching(/^an operator: /) });
    expect(released).toMatchObject({ released: true, live: before });
    expect(again).toMatchObject({ errorType: 'UnknownRunError' });
    expect(stack.world.truth()).toEqual(before);
  });
});
