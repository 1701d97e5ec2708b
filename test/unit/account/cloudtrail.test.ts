import { describe, expect, it } from 'vitest';
import { cloudTrail, type RecordedEvent } from '../../../sandbox/account/cloudtrail.ts';
import { noon, sender, someSurroundings } from '../../support/an-account.ts';

const rule = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/a/b/c';
const minute = 60_000;

const anEvent = (changes: Partial<RecordedEvent> = {}): RecordedEvent => ({
  eventName: 'ModifyRule',
  eventSource: 'elasticloadbalancing.amazonaws.com',
  username: 'mallory',
  resources: [{ type: 'AWS::ElasticLoadBalancingV2::ListenerRule', name: rule }],
  at: noon,
  requestParameters: { weight: 90 },
  ...changes,
});

interface Found {
  readonly Events: { readonly EventName: string; readonly CloudTrailEvent: string }[];
  readonly NextToken?: string;
}

const aTrail = async (events: RecordedEvent[], laterMinutes: number) => {
  const surroundings = someSurroundings();
  const trail = cloudTrail(surroundings);
  for (const event of events) trail.record(event);
  const wait = async (minutes: number) => {
    surroundings.clock.after(minutes * minute, () => {});
    await surroundings.clock.drive(surroundings.clock.now + minutes * minute);
  };
  await wait(laterMinutes);
  const send = sender(trail.service, surroundings);
  return { ...trail, wait, lookup: (input: object = {}) => send<Found>('LookupEvents', input) };
};

const named = (AttributeKey: string, AttributeValue: string) => ({
  LookupAttributes: [{ AttributeKey, AttributeValue }],
});

describe('LookupEvents', () => {
  it('shows an event only five minutes after it happened', async () => {
    const { lookup, wait } = await aTrail([anEvent()], 4);

    const early = await lookup();
    await wait(1);
    const late = await lookup();

    expect(early.Events).toEqual([]);
    expect(late.Events).toMatchObject([
      { EventName: 'ModifyRule', Username: 'mallory', EventTime: new Date(noon) },
    ]);
    expect(JSON.parse(late.Events[0]?.CloudTrailEvent ?? '')).toMatchObject({
      eventName: 'ModifyRule',
      requestParameters: { weight: 90 },
    });
  });

  it.each([
    ['EventName', 'ModifyRule', 1],
    ['EventSource', 'lambda.amazonaws.com', 1],
    ['ResourceName', rule, 1],
    ['ResourceType', 'AWS::Lambda::Function', 1],
    ['Username', 'mallory', 2],
    ['ReadOnly', 'false', 2],
    ['EventName', 'ModifyListener', 0],
  ])('finds by %s %s', async (attribute, value, count) => {
    const other = anEvent({
      eventName: 'UpdateAlias20150331',
      eventSource: 'lambda.amazonaws.com',
      resources: [{ type: 'AWS::Lambda::Function', name: 'checkout' }],
    });
    const { lookup } = await aTrail([anEvent(), other], 6);

    const { Events } = await lookup(named(attribute, value));

    expect(Events).toHaveLength(count);
  });

  it('shows the newest first, in pages, within a time range', async () => {
    const events = [0, 1, 2, 3, 4].map((at) =>
      anEvent({ eventName: `Event${at}`, at: noon + at * minute }),
    );
    const { lookup } = await aTrail(events, 20);
    const range = {
      StartTime: new Date(noon + minute),
      EndTime: new Date(noon + 3 * minute),
      MaxResults: 2,
    };

    const first = await lookup(range);
    const second = await lookup({ ...range, NextToken: first.NextToken });

    expect(first.Events.map(({ EventName }) => EventName)).toEqual(['Event3', 'Event2']);
    expect(second.Events.map(({ EventName }) => EventName)).toEqual(['Event1']);
    expect(second).not.toHaveProperty('NextToken');
  });

  it('pages through what there was at the first page', async () => {
    const events = [0, 1].map((at) => anEvent({ eventName: `Event${at}`, at: noon + at }));
    const { lookup, record, wait } = await aTrail(events, 6);

    const first = await lookup({ MaxResults: 1 });
    record(anEvent({ eventName: 'Later', at: noon + 6 * minute }));
    await wait(6);
    const second = await lookup({ MaxResults: 1, NextToken: first.NextToken });

    expect(second.Events.map(({ EventName }) => EventName)).toEqual(['Event0']);
  });

  it.each([
    [
      'two attributes',
      {
        LookupAttributes: [
          { AttributeKey: 'EventName', AttributeValue: 'a' },
          { AttributeKey: 'Username', AttributeValue: 'b' },
        ],
      },
      'InvalidLookupAttributesException',
    ],
    ['an unknown attribute', named('Region', 'x'), 'InvalidLookupAttributesException'],
    ['too many results', { MaxResults: 51 }, 'InvalidMaxResultsException'],
    [
      'a range that ends before it starts',
      { StartTime: new Date(noon + 1), EndTime: new Date(noon) },
      'InvalidTimeRangeException',
    ],
    ['a token of another question', { NextToken: 'x' }, 'InvalidNextTokenException'],
    ['insight events', { EventCategory: 'insight' }, 'NotSimulatedError'],
  ])('refuses %s', async (_what, input, name) => {
    const { lookup } = await aTrail([], 0);

    const refused = lookup(input);

    await expect(refused).rejects.toMatchObject({ name });
  });
});
