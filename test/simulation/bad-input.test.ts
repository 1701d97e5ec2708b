import { unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Stack } from '../../sandbox/account/stack.ts';
import { aStack, invoke, minute, signed, startsAt } from '../support/a-service-stack.ts';
import { scenario, tried } from '../support/a-trial.ts';

const leaseHolder = (stack: Stack): unknown =>
  stack.table
    .items(stack.tableName)
    .map((item) => unmarshall(item))
    .find(({ sk }) => sk === 'lease')?.holder;

const changesOf = ({ account }: Stack) =>
  account.log.records.filter(({ action }) => /^(Modify|UpdateAlias)/.test(action));

interface Asked {
  readonly revision?: string;
  readonly service?: string;
  readonly time?: string;
}

/** Sends a deploy event and lets ten minutes pass. */
const deploy = async (
  { stack, cast }: Awaited<ReturnType<typeof aStack>>,
  { revision = cast.canaryRevision, service = cast.service, time }: Asked = {},
) => {
  const { account, stepFunctions, sns } = stack;
  account.bus.publish({
    source: 'evenkeel',
    'detail-type': 'Deploy Requested',
    detail: { service, revision, requestId: 'one', who: 'ci', why: 'test' },
    ...(time && { time }),
  });
  await account.clock.drive(account.clock.now + 10 * minute);
  return {
    execution: [...stepFunctions.executions.values()][0],
    told: sns.published.map(({ message }) => message),
  };
};

describe('a deploy event is refused before anything changes', () => {
  it.each([
    ['of a revision that is already live', {}, 'stable', 'AlreadyLiveError'],
    ['of a revision that no side runs', {}, 'next', 'WrongRevisionError'],
    [
      'under a sticky rule',
      { world: { rule: { stickySeconds: 600 } } },
      'canary',
      'StickyRuleError',
    ],
    ['with an alarm that does not exist', { world: { alarms: [] } }, 'canary', 'MissingAlarmError'],
    [
      'that nobody would hear of',
      { subscriptions: [{ protocol: 'email', endpoint: 'a@example.com', confirmed: false }] },
      'canary',
      'SubscriptionMissingError',
    ],
    [
      'of a service without traffic',
      { world: { traffic: { requestsPerMinute: 0 } } },
      'canary',
      'MissingMetricError',
    ],
    [
      'without healthy tasks',
      { world: { tasks: { blue: 6, green: 0 } } },
      'canary',
      'WrongRevisionError',
    ],
  ] as const)('%s', async (_what, options, which, error) => {
    const set = await aStack('checkout', options);

    const { execution, told } = await deploy(set, {
      revision: set.cast[`${which}Revision`],
    });

    expect(execution?.status).toBe('FAILED');
    expect(execution?.error).toMatch(error);
    expect(changesOf(set.stack)).toEqual([]);
    expect(leaseHolder(set.stack)).toBeUndefined();
    expect(told).toHaveLength(1);
  });

  it('of an unknown service, and tells its sender', async () => {
    const set = await aStack('checkout');

    const { execution, told } = await deploy(set, { service: 'unknown' });

    expect(execution).toBeUndefined();
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('service: "unknown" has no entry catalog/services/unknown.yml');
  });

  it.each([
    ['without a revision', { revision: undefined }, 'detail.revision: nothing is not allowed'],
    ['with an unknown field', { force: true }, 'detail.force: true is not allowed'],
  ])('%s, tells its sender once, and leaves no dead letter', async (_what, changes, says) => {
    const { stack, cast } = await aStack('checkout');
    const { account, stepFunctions, sns } = stack;
    const detail = {
      service: 'checkout',
      revision: cast.canaryRevision,
      requestId: 'one',
      ...signed,
    };

    account.bus.publish({
      source: 'evenkeel',
      'detail-type': 'Deploy Requested',
      detail: { ...detail, ...changes },
    });
    await account.clock.drive(account.clock.now + 10 * minute);

    expect(stepFunctions.executions.size).toBe(0);
    expect(sns.published.map(({ message }) => message)).toEqual([expect.stringContaining(says)]);
    expect(account.functions.deadLetters).toEqual([]);
    expect(leaseHolder(stack)).toBeUndefined();
    expect(changesOf(stack)).toEqual([]);
  });

  it('that is too old, and tells its sender', async () => {
    const set = await aStack('checkout');

    const time = new Date(startsAt - 61 * minute).toISOString();
    const { execution, told } = await deploy(set, { time });

    expect(execution).toBeUndefined();
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('allowed: at most 60 (rollout.maxEventAgeMinutes)');
  });

  it.each([
    [
      'without a revision',
      { service: 'checkout', requestId: 'x', who: 'ci', why: 'test' },
      'revision',
    ],
    [
      'with an unknown field',
      { service: 'checkout', revision: 'a:1', requestId: 'x', who: 'ci', why: 'test', force: true },
      'force',
    ],
  ])('%s, and says where', async (_what, input, path) => {
    const { stack } = await aStack('checkout');

    const answer = await invoke(stack, 'start-rollout', input);

    expect(answer).toMatchObject({
      errorType: 'InvalidInputError',
      errorMessage: expect.stringContaining(path),
    });
    expect(stack.stepFunctions.executions.size).toBe(0);
  });

  it('while another rollout of the service is under way, leaving that one alone', async () => {
    const rehearsal = await tried(scenario('lease-held'));

    expect(rehearsal).toMatchObject({ outcome: 'refused', error: 'LeaseHeldError' });
    expect(rehearsal.notifications.some(({ kind }) => kind === 'promoted')).toBe(true);
  });
});
