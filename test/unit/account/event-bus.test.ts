import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { now } from '../../../functions/platform/runtime.ts';
import type { AccountOptions } from '../../../sandbox/account/account.ts';
import { eventMatcher } from '../../../sandbox/account/event-pattern.ts';
import { anAccount, hour, noon, settle } from '../../support/kernel-account.ts';

describe('an event pattern', () => {
  const event = {
    source: 'aws.states',
    detail: { status: 'FAILED', count: 5, tags: ['blue', 'live'], empty: null, name: 'shop-7-run' },
  };

  it.each([
    [{ source: ['aws.states'] }, true],
    [{ source: ['evenkeel', 'aws.states'] }, true],
    [{ source: ['evenkeel'] }, false],
    [{ source: ['aws.states'], detail: { status: ['TIMED_OUT'] } }, false],
    [{ detail: { status: ['FAILED'], count: [5] } }, true],
    [{ detail: { count: ['5'] } }, false],
    [{ detail: { empty: [null] } }, true],
    [{ detail: { tags: ['live'] } }, true],
    [{ detail: { status: [{ prefix: 'FAIL' }] } }, true],
    [{ detail: { status: [{ prefix: 'TIMED' }] } }, false],
    [{ detail: { status: [{ suffix: 'ED' }] } }, true],
    [{ detail: { status: [{ 'anything-but': 'FAILED' }] } }, false],
    [{ detail: { status: [{ 'anything-but': ['SUCCEEDED', 'RUNNING'] }] } }, true],
    [{ detail: { status: [{ 'anything-but': { prefix: 'FA' } }] } }, false],
    [{ detail: { absent: [{ 'anything-but': 'x' }] } }, false],
    [{ detail: { count: [{ numeric: ['>', 4, '<=', 5] }] } }, true],
    [{ detail: { count: [{ numeric: ['<', 5] }] } }, false],
    [{ detail: { status: [{ exists: true }] } }, true],
    [{ detail: { absent: [{ exists: true }] } }, false],
    [{ detail: { absent: [{ exists: false }] } }, true],
    [{ detail: { name: [{ wildcard: 'shop-*-run' }] } }, true],
    [{ detail: { name: [{ wildcard: 'shop-?-run' }] } }, false],
  ])('%j matches: %s', (pattern, expected) => {
    expect(eventMatcher(pattern)(event)).toBe(expected);
  });

  it.each([
    { source: [{ 'equals-ignore-case': 'x' }] },
    { source: [{ cidr: '10.0.0.0/8' }] },
    { $or: [{ source: ['x'] }] },
    { source: 'not a list' },
    { source: [{ prefix: { 'equals-ignore-case': 'x' } }] },
    { detail: { count: [{ numeric: ['~', 1] }] } },
  ])('%j is refused', (pattern) => {
    expect(() => eventMatcher(pattern)).toThrow('is not simulated');
  });
});

const rule = { function: 'hear', pattern: { source: ['evenkeel'] }, everyMinutes: undefined };

const aListener = (options: Partial<AccountOptions> = {}) => {
  const heard: { at: number; event: Record<string, unknown> }[] = [];
  const account = anAccount(
    {
      hear: async (event) => {
        heard.push({ at: (now() - noon) / 1_000, event: event as Record<string, unknown> });
      },
    },
    { rules: [rule], ...options },
  );
  return { heard, account };
};

const put = (entry: Record<string, unknown>) =>
  new EventBridgeClient({}).send(new PutEventsCommand({ Entries: [entry] }));

const deployRequested = {
  Source: 'evenkeel',
  DetailType: 'Deploy Requested',
  Detail: '{"service":"shop"}',
};

describe('the event bus', () => {
  it('delivers a matching event to the function of its rule', async () => {
    const { heard, account } = aListener();

    const answer = await settle(
      account,
      account.runAsPerson(() => put(deployRequested)),
    );
    await account.clock.drive(noon + hour);

    expect(answer).toMatchObject({
      FailedEntryCount: 0,
      Entries: [{ EventId: heard[0]?.event.id }],
    });
    expect(heard.map(({ event }) => event)).toEqual([
      {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        source: 'evenkeel',
        'detail-type': 'Deploy Requested',
        account: '123456789012',
        region: 'eu-west-1',
        time: '2026-03-02T12:00:00.000Z',
        resources: [],
        detail: { service: 'shop' },
      },
    ]);
  });

  it('keeps an event that no rule matches to itself', async () => {
    const { heard, account } = aListener();

    account.bus.publish({ source: 'aws.states', 'detail-type': 'x', detail: {} });
    await account.clock.drive(noon + hour);

    expect(heard).toEqual([]);
    expect(account.bus.events).toHaveLength(1);
  });

  it.each([
    [{ ...deployRequested, Source: 'aws.states' }, 'NotAuthorizedForSourceException'],
    [{ ...deployRequested, Source: undefined }, 'InvalidArgument'],
    [{ ...deployRequested, DetailType: undefined }, 'InvalidArgument'],
    [{ ...deployRequested, Detail: 'no JSON' }, 'MalformedDetail'],
  ])('does not take %j: %s', async (entry, code) => {
    const { heard, account } = aListener();

    const answer = await settle(
      account,
      account.runAsPerson(() => put(entry)),
    );
    await account.clock.drive(noon + hour);

    expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode: code }] });
    expect(heard).toEqual([]);
  });

  it('delivers an event twice where it is told to', async () => {
    const { heard, account } = aListener({ deliveries: () => [0, 30], latencyScale: 1 });

    account.bus.publish({ source: 'evenkeel', 'detail-type': 'x', detail: {} });
    await account.clock.drive(noon + hour);

    const [once, again] = heard;
    expect(heard).toHaveLength(2);
    expect(again?.event).toEqual(once?.event);
    expect(again?.at).toBeGreaterThan(once?.at ?? Number.POSITIVE_INFINITY);
  });

  it('runs a schedule on the virtual clock', async () => {
    const { heard, account } = aListener({
      rules: [{ function: 'hear', pattern: undefined, everyMinutes: 1 }],
    });

    account.bus.startSchedules();
    await account.clock.drive(noon + 3.5 * 60_000);

    expect(heard.map(({ at }) => at)).toEqual([60, 120, 180]);
    expect(heard[0]?.event).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
    });
  });
});
