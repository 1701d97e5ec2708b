import { describe, expect, it } from 'vitest';
import { now } from '../../../functions/platform/runtime.ts';
import type { FunctionFaults, StartFault } from '../../../sandbox/account/faults.ts';
import { anAccount, noon, secondsIn, settle } from '../../support/kernel-account.ts';

const run = async (functionFaults: FunctionFaults, asynchronous = false) => {
  const times: number[] = [];
  const act = async () => {
    times.push((now() - noon) / 1_000);
    return 'done';
  };
  const account = anAccount({ act }, { functionFaults });
  const outcome = await settle(account, account.functions.invoke('act', {}, { asynchronous }));
  const answeredAt = secondsIn(account);
  await account.clock.drive(noon + 600_000);
  return { outcome, answeredAt, times };
};

const starts = (fault: StartFault): FunctionFaults => ({ start: () => fault });

describe('a function', () => {
  it('that starts late runs late, and its caller waits', async () => {
    const { answeredAt, times } = await run(starts({ kind: 'late-start', seconds: 40 }));

    expect(times).toEqual([40]);
    expect(answeredAt).toBe(40);
  });

  it('that is refused does not run', async () => {
    const { outcome, times } = await run(starts({ kind: 'refused-start' }));

    expect(outcome).toMatchObject({ error: 'Lambda.TooManyRequestsException' });
    expect(times).toEqual([]);
  });

  it('is not refused to an asynchronous caller: Lambda keeps the event until it has room', async () => {
    const { times } = await run(starts({ kind: 'refused-start' }), true);

    expect(times).toEqual([0]);
  });

  it('whose clock is ahead sees another time than the account', async () => {
    const { answeredAt, times } = await run({ clockAhead: () => -2_000 });

    expect(times).toEqual([-2]);
    expect(answeredAt).toBe(0);
  });
});
