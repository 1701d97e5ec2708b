import { describe, expect, it } from 'vitest';
import {
  changeNameOf,
  changeOf,
  changesText,
  type TrailAnswer,
} from '../../../functions/traffic/domain/change-record.ts';
import { anAlbTarget, listener, rule } from './an-alb.ts';
import { anAliasTarget } from './an-alias.ts';

const at = Date.parse('2026-03-02T12:00:00Z');
const alb = anAlbTarget();
const alias = anAliasTarget();
const ann = { arn: 'arn:aws:iam::1:user/ann' };

const anAnswer = (event: object | string | undefined, changes: TrailAnswer = {}): TrailAnswer => ({
  EventTime: new Date(at),
  CloudTrailEvent: typeof event === 'object' ? JSON.stringify(event) : event,
  ...changes,
});

describe('the name of a change', () => {
  it.each([
    ['a rule', alb, 'ModifyRule'],
    ['a default rule', anAlbTarget({ rule: listener }), 'ModifyListener'],
    ['an alias', alias, 'UpdateAlias20150331'],
  ])('of %s is what CloudTrail calls it', (_what, target, name) => {
    expect(changeNameOf(target)).toBe(name);
  });
});

describe('a change', () => {
  it.each([
    ['of the rule', alb, { ruleArn: rule }],
    ['of the listener', anAlbTarget({ rule: listener }), { listenerArn: listener }],
    ['of the alias, by name', alias, { functionName: 'pricing', name: 'live' }],
    [
      'of the alias, by ARN',
      alias,
      { functionName: 'arn:aws:lambda:r:1:function:pricing', name: 'live' },
    ],
  ])('%s is told with its time and who made it', (_what, target, requestParameters) => {
    const change = changeOf(target, anAnswer({ userIdentity: ann, requestParameters }));

    expect(change).toEqual({ who: ann.arn, at });
  });

  it.each([
    ['of another rule', alb, { ruleArn: `${rule}0` }],
    ['of another alias', alias, { functionName: 'pricing', name: 'beta' }],
    ['of another function', alias, { functionName: 'checkout', name: 'live' }],
    ['of no function', alias, { name: 'live' }],
    ['of nothing', alb, null],
  ])('%s is none', (_what, target, requestParameters) => {
    expect(changeOf(target, anAnswer({ userIdentity: ann, requestParameters }))).toBe(undefined);
  });

  const requestParameters = { ruleArn: rule };

  it.each([
    ['that was refused', anAnswer({ errorCode: 'AccessDenied', requestParameters })],
    ['without a time', anAnswer({ requestParameters }, { EventTime: undefined })],
    ['without an event', anAnswer(undefined)],
    ['whose event is no JSON', anAnswer('{')],
    ['whose event has another shape', anAnswer({ requestParameters: 'rule' })],
  ])('%s is none', (_what, answer) => {
    expect(changeOf(alb, answer)).toBe(undefined);
  });

  it.each([
    ['its user name', undefined, 'ann', 'ann'],
    [
      'the service that made it',
      { invokedBy: 'ecs.amazonaws.com' },
      undefined,
      'ecs.amazonaws.com',
    ],
    ['its user name before the service', { invokedBy: 'ecs' }, 'ann', 'ann'],
    ['nobody', undefined, undefined, 'somebody without an identity'],
  ])('without an ARN is by %s', (_what, userIdentity, Username, who) => {
    const answer = anAnswer({ userIdentity, requestParameters }, { Username });

    expect(changeOf(alb, answer)).toEqual({ who, at });
  });
});

describe('the sentence about changes', () => {
  const change = (who: string, minutes: number) => ({ who, at: at + minutes * 60_000 });

  it.each([
    ['none', [], 'not known yet: CloudTrail has not reported it'],
    ['one', [change('ann', 0)], 'changed by ann at 2026-03-02T12:00:00Z'],
    [
      'several',
      [change('bob', 2), change('ann', 0), change('eve', 5)],
      'changed by eve at 2026-03-02T12:05:00Z, after 2 more since 2026-03-02T12:00:00Z',
    ],
  ])('names the last of %s', (_what, changes, sentence) => {
    expect(changesText(changes)).toBe(sentence);
  });
});
