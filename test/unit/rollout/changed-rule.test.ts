import { RuleNotFoundException } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { returnTraffic } from '../../../functions/rollout/return-traffic.ts';
import { handler as shiftTraffic } from '../../../functions/rollout/shift-traffic.ts';
import { handler as verifyTraffic } from '../../../functions/rollout/verify-traffic.ts';
import { readRun } from '../../../functions/runs/record.ts';
import { albTraffic } from '../../support/a-plan.ts';
import { aDetail, aRun, noon } from '../../support/a-run.ts';
import { anOwnedRun, aStore, type Store } from '../runs/a-store.ts';

const { rule, sides } = albTraffic;

interface Forward {
  readonly weights: Readonly<Record<string, number>>;
  readonly stickySeconds?: number;
  /** What stands in front of the forward. */
  readonly before?: readonly { readonly Type: string }[];
}

/** A load balancer that answers its rule, and nothing else. */
const answering = ({ weights, stickySeconds, before = [] }: Forward) => {
  const TargetGroups = Object.entries(weights).map(([TargetGroupArn, Weight]) => ({
    TargetGroupArn,
    Weight,
  }));
  const TargetGroupStickinessConfig = {
    Enabled: stickySeconds !== undefined,
    DurationSeconds: stickySeconds,
  };
  const forward = { Type: 'forward', ForwardConfig: { TargetGroups, TargetGroupStickinessConfig } };
  const Rules = [{ RuleArn: rule, IsDefault: false, Actions: [...before, forward] }];
  return aStore({
    services: { 'Elastic Load Balancing v2': { DescribeRules: () => ({ Rules }) } },
  });
};

const failing = (thrown: Error) =>
  aStore({
    services: {
      'Elastic Load Balancing v2': {
        DescribeRules: () => {
          throw thrown;
        },
      },
    },
  });

const gone = new RuleNotFoundException({ $metadata: {}, message: 'One or more rules not found' });
const away = Object.assign(new Error('away'), { name: 'ServiceUnavailable' });

const { blue, green } = { blue: sides.blue.targetGroup, green: sides.green.targetGroup };
const reached = { [blue]: 90, [green]: 10 };

/** A run that has declared its shift to 10 % and not verified it. */
const shifting = aDetail(
  { kind: 'shifting', step: 0 },
  { actions: 'forward', live: { share: 0, since: noon, judgedFrom: noon } },
);

const states = { 'Shift traffic': shiftTraffic, 'Verify traffic': verifyTraffic } as const;

const enter = async (state: keyof typeof states, store: Store, retry = 0) => {
  const run = await anOwnedRun(store, { detail: shifting });
  const input = { run: { id: run.id, epoch: run.epoch }, entry: 5, retry };
  return store.within(() => states[state](input, {} as Context));
};

const names = ['Shift traffic', 'Verify traffic'] as const;

describe.each(names)('%s', (state) => {
  it.each<[string, () => Store, string]>([
    ['sticky', () => answering({ weights: reached, stickySeconds: 600 }), 'keeps each client'],
    ['without the canary', () => answering({ weights: { [blue]: 100 } }), 'does not forward to'],
    [
      'with another action',
      () => answering({ weights: reached, before: [{ Type: 'authenticate-cognito' }] }),
      'its actions are authenticate-cognito, forward, and were forward when the rollout started',
    ],
    ['gone', () => failing(gone), 'does not exist'],
  ])('leaves a rule that is %s to the next tick, and changes nothing', async (_, aWorld, says) => {
    const store = aWorld();

    const next = await enter(state, store);

    expect(next).toMatchObject({ action: 'measure', because: expect.stringContaining(says) });
    expect((await store.within(() => readRun('checkout-1'))).intents).toEqual([]);
  });

  it('tries again when the weights cannot be read, and holds when that does not help', async () => {
    const early = await enter(state, failing(away), 2).catch(({ name }: Error) => name);
    const late = await enter(state, failing(away), 3);

    expect(early).toBe('UnreadableError');
    expect(late).toMatchObject({
      action: 'listen-held',
      because: expect.stringContaining('could not be read'),
    });
  });
});

describe('a rollback', () => {
  const back = (store: Store) => store.within(() => returnTraffic(aRun()));

  it('over a rule that has lost its stable side is for a person at once', async () => {
    const result = await back(answering({ weights: { [green]: 100 } }));

    expect(result).toMatchObject({
      state: 'foreign',
      because: expect.stringMatching(
        /^the traffic cannot be sent to blue, so only a person may decide: Rule .* does not forward/,
      ),
    });
  });

  it.each<[string, Forward]>([
    ['has lost its canary side', { weights: { [blue]: 100 } }],
    ['is sticky', { weights: { [blue]: 100, [green]: 0 }, stickySeconds: 600 }],
  ])('over a rule that %s is done when stable has everything', async (_what, forward) => {
    const result = await back(answering(forward));

    expect(result).toMatchObject({ state: 'returned', because: 'blue has 100 % of the traffic' });
  });
});
