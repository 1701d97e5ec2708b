import { describe, expect, it } from 'vitest';
import type { Fault, FaultPlan } from '../../sandbox/account/faults.ts';
import type { Stack } from '../../sandbox/account/stack.ts';
import { rehearseWith } from '../../sandbox/rehearse.ts';
import { invoke, minute, signed } from '../support/a-service-stack.ts';
import { scenario } from '../support/a-trial.ts';

const hour = 60 * minute;

/** A run that needs an operator, because stable can carry two thirds of the traffic. */
const aStuckRun = async (faults?: FaultPlan): Promise<Stack> => {
  const played = scenario('no-capacity-at-rollback');
  const found: Stack[] = [];
  await rehearseWith(
    played,
    { workflow: 'rollout', scenario: played.name, seed: 1 },
    { faults, onStack: (stack) => void found.push(stack) },
  );
  const [stack] = found;
  if (!stack) throw new Error('the rehearsal showed no stack');
  return stack;
};

const pass = ({ account: { clock } }: Stack, milliseconds: number) =>
  clock.drive(clock.now + milliseconds);

const reminders = ({ sns }: Stack) =>
  sns.published.filter(({ attributes }) => attributes.kind?.StringValue === 'reminder');

const severity = (message: ReturnType<typeof reminders>[number] | undefined) =>
  message?.attributes.severity?.StringValue;

const asked = { service: 'checkout', ...signed };

const scaleUp = async (stack: Stack): Promise<void> => {
  stack.world.scale('blue', 6);
  await pass(stack, 5 * minute);
};

describe('a run that needs an operator', () => {
  it('is reminded of each hour, with the live weights and the commands that help', async () => {
    const stack = await aStuckRun();

    await pass(stack, 3 * hour);

    const [first] = reminders(stack);
    expect(reminders(stack)).toHaveLength(3);
    expect(severity(first)).toBe('critical');
    expect(first?.subject).toMatch(/^checkout: REMINDER - needs an operator since /);
    expect(first?.message).toMatch(/Live now: blue \d+ %, green \d+ %/);
    expect(first?.message).toContain('npx serverless invoke -f retry-rollback --data');
    expect(first?.message).toContain('npx serverless invoke -f release-lease --data');
  });

  it.each<[string, Fault]>([
    ['SNS is away', { kind: 'before', error: 'internal' }],
    ['the guardian dies before it can send', { kind: 'kill-before', answer: 'timeout' }],
  ])('is reminded of once for each hour, also when %s for ten minutes', async (_what, fault) => {
    const trouble: { until?: number } = {};
    const stack = await aStuckRun(({ service, at }) =>
      service === 'SNS' && at < (trouble.until ?? 0) ? fault : undefined,
    );
    trouble.until = (stack.account.clock.now - stack.account.startedAt + hour + 10 * minute) / 1000;

    await pass(stack, hour + 5 * minute);
    const during = reminders(stack).length;
    await pass(stack, hour);

    const ids = reminders(stack).map(({ attributes }) => attributes.id?.StringValue);
    expect([during, ids.length, new Set(ids).size]).toEqual([0, 2, 2]);
  });

  it('gets its traffic back by retry-rollback once stable can carry it', async () => {
    const stack = await aStuckRun();
    const tooEarly = await invoke(stack, 'retry-rollback', asked);
    await scaleUp(stack);

    const retried = await invoke(stack, 'retry-rollback', asked);

    expect(tooEarly).toMatchObject({
      returned: false,
      because: expect.stringContaining('stable side blue can carry'),
    });
    expect(retried).toMatchObject({
      returned: true,
      because: 'blue has 100 % of the traffic',
      live: { blue: 100, green: 0 },
      commands: {
        'release the lease, when the weights are as you want them':
          expect.stringContaining('release-lease'),
      },
    });
    await pass(stack, minute);
    expect(stack.world.truth()).toMatchObject({ blue: 100 });
    expect(stack.sns.published.at(-1)?.message).toContain(
      'the weights are back: blue has 100 % of the traffic. alice had the rollback retried',
    );
  });

  it.each<[string, Fault]>([
    ['the answer of the change is lost', { kind: 'after', error: 'timeout' }],
    ['the change fails', { kind: 'before', error: 'internal' }],
  ])('is told that the traffic is not back when %s, and may be asked again', async (_, fault) => {
    const stack = await aStuckRun(({ function: name, action, occurrence }) =>
      name === 'retry-rollback' && action === 'ModifyRule' && occurrence === 0 ? fault : undefined,
    );
    await scaleUp(stack);

    const answers = [
      await invoke(stack, 'retry-rollback', asked),
      await invoke(stack, 'retry-rollback', asked),
    ];

    expect(answers).toMatchObject([
      { returned: false, because: expect.stringContaining('may or may not have changed') },
      { returned: true },
    ]);
    expect(await invoke(stack, 'run-status', { service: 'checkout' })).toMatchObject({
      timeline: expect.arrayContaining([
        expect.stringContaining('retry the rollback: alice had the rollback retried'),
        expect.stringContaining('traffic is not back: '),
        expect.stringContaining('weights are back: blue has 100 %'),
      ]),
    });
  });

  it('keeps its lease and is reminded of as a warning until it is released', async () => {
    const stack = await aStuckRun();
    await scaleUp(stack);
    await invoke(stack, 'retry-rollback', asked);

    const before = await invoke(stack, 'run-status', { service: 'checkout' });
    await pass(stack, hour);
    const reminded = reminders(stack);
    await invoke(stack, 'release-lease', asked);
    await pass(stack, 2 * hour);

    expect(before).toMatchObject({ status: 'needs-operator', live: { blue: 100, green: 0 } });
    expect(reminded.map(severity)).toEqual(['warning']);
    expect(reminded[0]?.message).toContain('what remains is to release the lease');
    expect(reminders(stack)).toHaveLength(1);
  });

  it('frees its service by release-lease, which leaves the weights as they are', async () => {
    const stack = await aStuckRun();
    const before = stack.world.truth();

    const status = await invoke(stack, 'run-status', { service: 'checkout' });
    const released = await invoke(stack, 'release-lease', asked);
    const again = await invoke(stack, 'release-lease', asked);

    expect(status).toMatchObject({ mustAct: expect.stringMatching(/^an operator: /) });
    expect(released).toMatchObject({ released: true, live: before });
    expect(again).toMatchObject({ errorType: 'UnknownRunError' });
    expect(stack.world.truth()).toEqual(before);
  });

  it.each([
    ['abort-run', {}],
    ['approve-run', { gate: 'approval-1', answer: 'approve' }],
    ['signal-run', { gate: 'hold-1', signal: 'resume' }],
  ])('answers %s with what is true and what helps', async (name, more) => {
    const stack = await aStuckRun();
    const { run } = (await invoke(stack, 'run-status', { service: 'checkout' })) as { run: string };

    const answer = await invoke(stack, name, { run, ...signed, ...more });

    expect(answer).toMatchObject({
      errorType: 'RunEndedError',
      errorMessage: expect.stringMatching(
        /needs an operator: .*nothing was changed; retry-rollback returns its traffic and release-lease frees the service: npx serverless invoke -f run-status/,
      ),
    });
  });
});
