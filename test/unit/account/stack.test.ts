import {
  ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { environment, readShippedFile } from '../../../functions/platform/runtime.ts';
import type { AlbTarget } from '../../../functions/traffic/domain/target.ts';
import type { LambdaHandler } from '../../../sandbox/account/function-code.ts';
import { createStack, type StackOptions } from '../../../sandbox/account/stack.ts';
import { hour, noon, settle } from '../../support/kernel-account.ts';

const balancing = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:';
const groups = ['blue', 'green'].map((name) => `${balancing}targetgroup/${name}/1`);
const rule = `${balancing}listener-rule/app/shop/1/2/3`;

const target: AlbTarget = {
  kind: 'alb',
  rule,
  cluster: 'shop',
  allowSticky: false,
  sides: {
    blue: { targetGroup: groups[0] ?? '', service: 'blue' },
    green: { targetGroup: groups[1] ?? '', service: 'green' },
  },
};

const aStack = (options: Partial<StackOptions> = {}) =>
  createStack({
    seed: 1,
    startsAt: noon,
    world: { target, revisions: { stable: 'shop:1', canary: 'shop:2' } },
    ...options,
  });

const move: LambdaHandler = async () => {
  const TargetGroups = groups.map((TargetGroupArn, index) => ({ TargetGroupArn, Weight: index }));
  const Actions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
  await new ElasticLoadBalancingV2Client({}).send(
    new ModifyRuleCommand({ RuleArn: rule, Actions }),
  );
};

describe('the stack in a simulated account', () => {
  it('gives a function the environment of the template', async () => {
    const { account, tableName, topicArn, rolloutMachineArn } = await aStack({
      handlers: { measure: async () => environment() },
    });

    const outcome = await settle(account, account.functions.invoke('measure', {}));

    expect(outcome).toMatchObject({
      payload: {
        AWS_REGION: 'eu-central-1',
        TABLE_NAME: tableName,
        TOPIC_ARN: topicArn,
        ROLLOUT_MACHINE_ARN: rolloutMachineArn,
      },
    });
  });

  it('reads a shipped file from what is given before the project', async () => {
    const { account } = await aStack({
      shippedFiles: new Map([['catalog/services/shop.yml', 'service: shop']]),
      handlers: {
        measure: async () => [
          await readShippedFile('catalog/services/shop.yml'),
          (await readShippedFile('package.json')).includes('"evenkeel"'),
          await readShippedFile('catalog/services/absent.yml').catch(({ code }) => code),
        ],
      },
    });

    const outcome = await settle(account, account.functions.invoke('measure', {}));

    expect(outcome).toMatchObject({ payload: ['service: shop', true, 'ENOENT'] });
  });

  it('lets the functions that move traffic move it, and CloudTrail tell who did', async () => {
    const { account, cloudTrail, world } = await aStack({ handlers: { 'shift-traffic': move } });

    const outcome = await settle(account, account.functions.invoke('shift-traffic', {}));
    await account.clock.drive(noon + hour);

    const { Events } = account.callAs('operator', 'CloudTrail', 'LookupEvents', {}) as {
      Events: unknown[];
    };
    expect(outcome).toMatchObject({ payload: null });
    expect(world.truth()).toMatchObject({ green: 100 });
    expect(Events).toMatchObject([{ EventName: 'ModifyRule', Username: 'shift-traffic' }]);
    expect(cloudTrail.service).toHaveProperty('LookupEvents');
  });

  it.each([
    ['a function whose role does not allow it', 'measure', true],
    ['a rule that is not tagged', 'shift-traffic', false],
  ])('refuses to move traffic for %s', async (_, name, isManaged) => {
    const { account, world } = await aStack({ handlers: { [name]: move }, isManaged });

    const outcome = await settle(account, account.functions.invoke(name, {}));

    expect(outcome).toMatchObject({ error: 'AccessDenied' });
    expect(world.truth()).toMatchObject({ blue: 100 });
  });

  it('wakes the guardian every minute and when an execution fails', async () => {
    const woken: unknown[] = [];
    const { account } = await aStack({
      handlers: {
        'guard-runs': async (event) => {
          woken.push((event as Record<string, unknown>)['detail-type']);
        },
      },
    });
    const { rolloutMachineArn: stateMachineArn } = await aStack();

    account.bus.publish({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      detail: { status: 'ABORTED', stateMachineArn },
    });
    await account.clock.drive(noon + 90_000);

    expect(woken).toEqual(['Step Functions Execution Status Change', 'Scheduled Event']);
  });
});
