import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Target } from '../../../functions/traffic/domain/target.ts';
import { whoChanged } from '../../../functions/traffic/who-changed.ts';
import { anAlbTarget, anError, listener, other, rule } from './an-alb.ts';
import { anAliasTarget } from './an-alias.ts';

const trail = mockClient(CloudTrailClient);
const since = Date.parse('2026-03-01T12:00:00.700Z');
const arn = 'arn:aws:sts::123456789012:assumed-role/deploy/alice';
const unknown = 'not known yet: CloudTrail has not reported it';

const anEvent = (requestParameters: object, time = '12:04:05', more: object = {}): Event => ({
  EventTime: new Date(`2026-03-01T${time}Z`),
  Username: 'alice',
  CloudTrailEvent: JSON.stringify({ userIdentity: { arn }, requestParameters, ...more }),
});

const eventsAre = (...Events: Event[]) => trail.on(LookupEventsCommand).resolves({ Events });

const questions = () => trail.commandCalls(LookupEventsCommand).map((call) => call.args[0].input);

beforeEach(() => {
  trail.reset();
});

describe('whoChanged', () => {
  it.each<{ name: string; target: Target; AttributeValue: string; parameters: object }>([
    {
      name: 'a rule',
      target: anAlbTarget(),
      AttributeValue: 'ModifyRule',
      parameters: { ruleArn: rule },
    },
    {
      name: 'a default rule',
      target: anAlbTarget({ rule: listener }),
      AttributeValue: 'ModifyListener',
      parameters: { listenerArn: listener },
    },
    {
      name: 'an alias by its function name',
      target: anAliasTarget(),
      AttributeValue: 'UpdateAlias20150331',
      parameters: { functionName: 'pricing', name: 'live' },
    },
    {
      name: 'an alias by the ARN of its function',
      target: anAliasTarget(),
      AttributeValue: 'UpdateAlias20150331',
      parameters: {
        functionName: 'arn:aws:lambda:eu-central-1:123456789012:function:pricing',
        name: 'live',
      },
    },
  ])('says who changed $name and when', async ({ target, AttributeValue, parameters }) => {
    eventsAre(anEvent(parameters));

    const sentence = await whoChanged(target, since);

    expect(sentence).toBe(`changed by ${arn} at 2026-03-01T12:04:05Z`);
    expect(questions()).toMatchObject([
      {
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue }],
        StartTime: new Date('2026-03-01T12:00:00Z'),
      },
    ]);
  });

  it('tells the last of several changes and how many there were before', async () => {
    eventsAre(
      anEvent({ ruleArn: rule }, '12:01:00', { userIdentity: { arn: 'arn:somebody-before' } }),
      anEvent({ ruleArn: rule }, '12:04:05'),
      anEvent({ ruleArn: rule }, '12:02:00'),
    );

    await expect(whoChanged(anAlbTarget(), since)).resolves.toBe(
      `changed by ${arn} at 2026-03-01T12:04:05Z, after 2 more since 2026-03-01T12:01:00Z`,
    );
  });

  it.each([
    { name: 'nothing is reported', events: [] },
    { name: 'another rule was changed', events: [anEvent({ ruleArn: other })] },
    { name: 'the change was before', events: [anEvent({ ruleArn: rule }, '11:59:59')] },
    {
      name: 'the change was refused',
      events: [anEvent({ ruleArn: rule }, '12:04:05', { errorCode: 'AccessDenied' })],
    },
    { name: 'the event is not JSON', events: [{ ...anEvent({}), CloudTrailEvent: '{' }] },
    { name: 'the event is missing', events: [{ EventTime: new Date(since) }] },
    {
      name: 'the event has no parameters',
      events: [anEvent({}, '12:04:05', { requestParameters: null })],
    },
  ])('does not know yet when $name', async ({ events }) => {
    eventsAre(...events);

    await expect(whoChanged(anAlbTarget(), since)).resolves.toBe(unknown);
  });

  it.each([
    { functionName: 'pricing', name: 'test' },
    { functionName: 'billing', name: 'live' },
  ])('overlooks a change of alias $functionName:$name', async (parameters) => {
    eventsAre(anEvent(parameters));

    await expect(whoChanged(anAliasTarget(), since)).resolves.toBe(unknown);
  });

  it('says the user name when the event has no ARN', async () => {
    eventsAre(anEvent({ ruleArn: rule }, '12:04:05', { userIdentity: { type: 'Root' } }));

    await expect(whoChanged(anAlbTarget(), since)).resolves.toBe(
      'changed by alice at 2026-03-01T12:04:05Z',
    );
  });

  it('reads on until it finds a change', async () => {
    trail
      .on(LookupEventsCommand)
      .resolves({ Events: [anEvent({ ruleArn: other })], NextToken: 'page-2' })
      .on(LookupEventsCommand, { NextToken: 'page-2' })
      .resolves({ Events: [anEvent({ ruleArn: rule })], NextToken: 'page-3' });

    const sentence = await whoChanged(anAlbTarget(), since);

    expect(sentence).toContain(`changed by ${arn}`);
    expect(questions().map((question) => question.NextToken)).toEqual([undefined, 'page-2']);
  });

  it('gives up after three pages', async () => {
    trail.on(LookupEventsCommand).resolves({ Events: [], NextToken: 'again' });

    await expect(whoChanged(anAlbTarget(), since)).resolves.toBe(unknown);
    expect(questions()).toHaveLength(3);
  });

  it('never throws', async () => {
    trail.on(LookupEventsCommand).rejects(anError('AccessDeniedException'));

    await expect(whoChanged(anAlbTarget(), since)).resolves.toBe(
      'not known: CloudTrail could not be asked (AccessDeniedException)',
    );
  });
});
