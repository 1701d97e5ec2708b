import type {
  Action,
  DescribeRulesCommandOutput,
  DescribeTargetHealthCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { rule, type Stage } from '../world/a-world.ts';

export const elb = ({ call }: Stage, action: string, input: object) =>
  call('Elastic Load Balancing v2', action, input);

export const forward = (
  weights: Readonly<Record<string, number | undefined>>,
  more: object = {},
): Action => ({
  Type: 'forward',
  ForwardConfig: {
    TargetGroups: Object.entries(weights).map(([TargetGroupArn, Weight]) => ({
      TargetGroupArn,
      Weight,
    })),
    ...more,
  },
});

export const modify = (stage: Stage, Actions: readonly Action[]) =>
  elb(stage, 'ModifyRule', { RuleArn: rule, Actions });

export const ruleOf = (stage: Stage) =>
  (elb(stage, 'DescribeRules', { RuleArns: [rule] }) as DescribeRulesCommandOutput).Rules?.[0];

export const states = (stage: Stage, TargetGroupArn: string) =>
  (
    elb(stage, 'DescribeTargetHealth', { TargetGroupArn }) as DescribeTargetHealthCommandOutput
  ).TargetHealthDescriptions?.map(({ TargetHealth }) => TargetHealth?.State);
