import { isDeepStrictEqual } from 'node:util';
import type { CallRecord } from '../account/call-log.ts';
import type { Probe } from './probe.ts';
import type { Rule } from './rule.ts';
import { actionsOf, aliasOf, isListener } from './weights.ts';

/** Services of evenkeel's own: its table, topic and machine. */
const own = new Set(['DynamoDB', 'SNS', 'SFN', 'CloudWatch', 'STS']);

const elb = 'Elastic Load Balancing v2';

/** Whether a call names the rule, listener or alias of the service, and nothing else. */
const namesOurs = ({ action, input }: Readonly<CallRecord>, { target }: Probe): boolean => {
  const { RuleArn, ListenerArn, FunctionName, Name } = input as Record<string, unknown>;
  if (target.kind === 'alb')
    return isListener(target)
      ? action === 'ModifyListener' && ListenerArn === target.rule
      : action === 'ModifyRule' && RuleArn === target.rule;
  return action === 'UpdateAlias' && FunctionName === target.function && Name === target.alias;
};

/** Everything that stands beside our weights: a rollout leaves it as it is. */
const surroundingsOf = (probe: Probe): unknown => {
  const { account, target } = probe;
  if (target.kind === 'lambda-alias') {
    const { FunctionVersion: _, RoutingConfig: __, ...rest } = aliasOf(probe, target);
    return { ...rest, RevisionId: undefined, $metadata: undefined };
  }
  const ours = new Set(Object.values(target.sides).map(({ targetGroup }) => targetGroup));
  const listener = target.rule.replace(':listener-rule/', ':listener/');
  const listenerArn = isListener(target)
    ? target.rule
    : listener.slice(0, listener.lastIndexOf('/'));
  const ask = (action: string, input: object) => ({
    ...(account.callAs('operator', elb, action, input) as object),
    $metadata: undefined,
  });
  const actions = actionsOf(probe, target).map((action) => ({
    ...action,
    ForwardConfig: action.ForwardConfig && {
      ...action.ForwardConfig,
      TargetGroups: action.ForwardConfig.TargetGroups?.map((tuple) =>
        ours.has(tuple.TargetGroupArn ?? '') ? { ...tuple, Weight: undefined } : tuple,
      ),
    },
  }));
  return {
    actions,
    groups: ask('DescribeTargetGroups', {}),
    listeners: isListener(target)
      ? undefined
      : ask('DescribeListeners', { ListenerArns: [listenerArn] }),
  };
};

/** Nothing but the weights of our rule, or our alias's routing, is ever changed. */
export const onlyOursChanged: Rule = {
  name: 'only-ours-changed',
  checks: ({ probe, claim }) => {
    let before = surroundingsOf(probe);
    probe.world.onChange(() => {
      before = surroundingsOf(probe);
    });
    return {
      onStep: ({ record }) => {
        if (!record.mutating || record.function === '-' || own.has(record.service)) return;
        claim(
          namesOurs(record, probe),
          () => `${record.function} called ${record.action} on ${JSON.stringify(record.input)}`,
        );
        const after = surroundingsOf(probe);
        claim(
          isDeepStrictEqual(after, before),
          () =>
            `${record.action} by ${record.function} changed more than our weights: ${JSON.stringify(before)} became ${JSON.stringify(after)}`,
        );
        before = after;
      },
    };
  },
};
