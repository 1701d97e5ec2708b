import { describe, expect, it } from 'vitest';
import { ServiceEntry } from '../../../functions/rollout/domain/plan.ts';
import { albTraffic, anEntry, type Fields, mistakesIn } from '../../support/a-plan.ts';

const sides = (changes: Fields) => ({
  traffic: { ...albTraffic, sides: { ...albTraffic.sides, ...changes } },
});

describe('a catalogue entry', () => {
  it('needs only what has no default, and gets the documented ones', () => {
    const entry = ServiceEntry.parse(anEntry());

    expect(entry.rollout).toEqual({
      steps: [10, 50, 100].map((weight) => ({ weight, warmUpBuckets: 2 })),
      judge: 'sequential',
      alpha: 0.01,
      earlyPromotion: false,
      whenInconclusive: 'extend',
      whenBlind: 'extend',
      extensions: 2,
      hold: { deadlineMinutes: 240, action: 'roll-back', reminderMinutes: 60 },
      maximumHours: 72,
      maxEventAgeMinutes: 60,
      newerRevision: 'refuse',
      dryRun: false,
      waivers: {},
    });
    expect(entry).toMatchObject({ metrics: {}, alarms: [], traffic: { allowSticky: false } });
  });

  it.each<[string, Fields, string, string, string]>([
    ['an unknown field', { team: 'shop' }, 'team', '"shop"', 'no field of that name'],
    ['no owner', { owner: undefined }, 'owner', 'nothing', 'string'],
    ['an empty owner', { owner: '' }, 'owner', '""', 'text that is not empty'],
    [
      'a name in capitals',
      { service: 'Checkout' },
      'service',
      '"Checkout"',
      'a lower-case name of at most 40 letters, digits and hyphens',
    ],
    [
      'a name of 41 letters',
      { service: 'x'.repeat(41) },
      'service',
      `"${'x'.repeat(41)}"`,
      'a lower-case name of at most 40 letters, digits and hyphens',
    ],
    [
      'an alarm without a side',
      { alarms: [{ name: 'checkout-5xx' }] },
      'alarms.0.side',
      'nothing',
      '"canary", "shared"',
    ],
    [
      'an alarm twice',
      {
        alarms: [
          { name: 'a', side: 'canary' },
          { name: 'a', side: 'shared' },
        ],
      },
      'alarms',
      '[{"name":"a","side":"canary"},{"name":"a","side":"shared"}]',
      'each alarm once',
    ],
    [
      'a metric that is neither changed nor off',
      { metrics: { 'error-rate': 'on' } },
      'metrics.error-rate',
      '"on"',
      '"off"',
    ],
    [
      'an unknown kind of traffic',
      { traffic: { kind: 'istio' } },
      'traffic.kind',
      '"istio"',
      '"alb", "lambda-alias"',
    ],
    [
      'no kind of traffic',
      { traffic: { function: 'pricing', alias: 'live' } },
      'traffic.kind',
      'nothing',
      '"alb", "lambda-alias"',
    ],
    [
      'three sides',
      sides({ red: { targetGroup: albTraffic.sides.blue.targetGroup, service: 'red' } }),
      'traffic.sides',
      expect.stringMatching(/^\{"blue"/),
      'exactly two sides',
    ],
    [
      'one side twice',
      sides({ green: albTraffic.sides.blue }),
      'traffic.sides',
      expect.stringMatching(/^\{"blue"/),
      'a target group and a service of its own for each side',
    ],
    [
      'what is no ARN',
      { traffic: { ...albTraffic, rule: 'the-rule' } },
      'traffic.rule',
      '"the-rule"',
      expect.stringMatching(/^an ARN such as arn:aws:elasticloadbalancing:.*:listener-rule\//),
    ],
    [
      'a version for an alias',
      { traffic: { kind: 'lambda-alias', function: 'pricing', alias: '7' } },
      'traffic.alias',
      '"7"',
      'the name of an alias, at most 128 letters, not a version',
    ],
  ])('with %s is refused: %j', (_what, changes, path, value, allowed) => {
    expect(mistakesIn(anEntry(changes))).toEqual([{ path, value, allowed }]);
  });

  it('with several mistakes names every one of them', () => {
    const mistakes = mistakesIn(anEntry({ owner: '', team: 'shop', rollout: { judge: 'oracle' } }));

    expect(mistakes.map(({ path }) => path).toSorted()).toEqual(['owner', 'rollout.judge', 'team']);
  });

  it.each([undefined, null, 'checkout', [], 7])('is not %j', (entry) => {
    expect(mistakesIn(entry)).toMatchObject([{ path: '(whole)', allowed: 'object' }]);
  });
});
