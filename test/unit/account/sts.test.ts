import { describe, expect, it } from 'vitest';
import { sts } from '../../../sandbox/account/sts.ts';
import { aCall, sender, someSurroundings } from '../../support/an-account.ts';

describe('GetCallerIdentity', () => {
  const surroundings = someSurroundings();

  it('tells a function its session', () => {
    const { service } = sts(surroundings, { roleNameOf: (caller) => `role-of-${caller.function}` });
    const caller = { function: 'measure', invocation: 3, region: surroundings.region };

    const answer = service.GetCallerIdentity?.({}, aCall(surroundings, { caller }));

    expect(answer).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:sts::123456789012:assumed-role/role-of-measure/measure',
    });
  });

  it('tells the sandbox a user', async () => {
    const { service } = sts(surroundings);

    const answer = await sender(service, surroundings)('GetCallerIdentity', {});

    expect(answer).toMatchObject({ Arn: 'arn:aws:iam::123456789012:user/operator' });
  });
});
