import { describe, expect, it } from 'vitest';
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
