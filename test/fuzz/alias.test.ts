import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Split, Traffic } from '../../functions/traffic/domain/traffic.ts';
import { lambdaAliasTraffic } from '../../functions/traffic/lambda-alias.ts';
import { holds } from '../support/fuzz/holds.ts';
import { aNumber } from '../support/fuzz/hostile.ts';
import { mutatedWithinType } from '../support/fuzz/mutated.ts';
import { outcomeOf } from '../support/fuzz/refusal.ts';
import { anAlias, anAliasSplit, anAliasTarget, aVersion } from '../unit/traffic/an-alias.ts';

const balancer = mockClient(ElasticLoadBalancingV2Client);
const containers = mockClient(ECSClient);
const lambda = mockClient(LambdaClient);

beforeEach(() => {
  for (const mock of [balancer, containers, lambda]) mock.reset();
});

/** Shares that mean something: each from 0 to 100, and 100 together. */
const expectShares = ({ shares, foreign }: Split): void => {
  const all = [...Object.values(shares), ...Object.values(foreign)];
  for (const share of all) {
    expect(share).toBeGreaterThanOrEqual(0);
    expect(share).toBeLessThanOrEqual(100);
  }
  expect(all.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 5);
};

const expectCondition = async (traffic: Traffic, side: string): Promise<void> => {
  const outcome = await outcomeOf(() => traffic.inspect(side));
  if (!('value' in outcome)) return;
  const { healthy, running, desired, because, settled } = outcome.value;
  for (const count of [healthy, running, desired]) expect(count).toBeGreaterThanOrEqual(0);
  if (settled) expect(running).toBe(desired);
  expect(because.length).toBeLessThan(5_000);
};

describe('an answer of Lambda', () => {
  const traffic = lambdaAliasTraffic(anAliasTarget());
  const sides = { stable: '41', canary: '42' };
  const alias = fc.constantFrom(anAlias('41', { 42: 0.1 }), anAlias('41')).chain(mutatedWithinType);

  it('is a split of 100 %, or cannot be read', () =>
    holds([alias], async (answer) => {
      lambda.on(GetAliasCommand).resolves(answer ?? {});

      const outcome = await outcomeOf(() => traffic.readSplit());

      if ('value' in outcome) expectShares(outcome.value);
    }));

  it('with any weights is a split of 100 %, or cannot be read', () =>
    holds([fc.dictionary(fc.constantFrom('40', '42', '$LATEST'), aNumber)], async (weights) => {
      lambda.on(GetAliasCommand).resolves(anAlias('41', weights));

      const outcome = await outcomeOf(() => traffic.readSplit());

      if ('value' in outcome) expectShares(outcome.value);
    }));

  it('is changed under the revision that was read, or not at all', () =>
    holds([alias, fc.integer({ min: 0, max: 100 })], async (answer, share) => {
      lambda.reset();
      lambda.on(GetAliasCommand).resolves(answer ?? {});
      lambda.on(UpdateAliasCommand).resolves({});

      await outcomeOf(() => traffic.setCanaryShare(sides, share, anAliasSplit({ 41: 90, 42: 10 })));

      const [written, ...more] = lambda.commandCalls(UpdateAliasCommand);
      expect(more).toEqual([]);
      if (written !== undefined)
        expect(written.args[0].input).toMatchObject({
          RevisionId: 'revision-1',
          FunctionName: 'pricing',
        });
    }));

  it('is the condition of a version, or cannot be read', () =>
    holds([mutatedWithinType(aVersion('42'))], async (answer) => {
      lambda.on(GetFunctionConfigurationCommand).resolves(answer ?? {});

      await expectCondition(traffic, '42');
    }));
});
