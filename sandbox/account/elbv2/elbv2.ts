import type {
  DescribeListenersCommandInput,
  DescribeRulesCommandInput,
  DescribeTagsCommandInput,
  DescribeTargetGroupsCommandInput,
  DescribeTargetHealthCommandInput,
  ModifyListenerCommandInput,
  ModifyRuleCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Service } from '../service.ts';
import type { Balancer } from './balancer.ts';
import { describeListeners, describeRules, modifyListener, modifyRule } from './rules.ts';
import { describeTags } from './tags.ts';
import { describeTargetGroups, describeTargetHealth } from './targets.ts';

export const elasticLoadBalancing = (balancer: Balancer): Service => ({
  DescribeRules: (input: DescribeRulesCommandInput) => describeRules(balancer, input),
  ModifyRule: (input: ModifyRuleCommandInput) => modifyRule(balancer, input),
  DescribeListeners: (input: DescribeListenersCommandInput) => describeListeners(balancer, input),
  ModifyListener: (input: ModifyListenerCommandInput) => modifyListener(balancer, input),
  DescribeTargetGroups: (input: DescribeTargetGroupsCommandInput) =>
    describeTargetGroups(balancer, input),
  DescribeTargetHealth: (input: DescribeTargetHealthCommandInput) =>
    describeTargetHealth(balancer, input),
  DescribeTags: (input: DescribeTagsCommandInput) => describeTags(balancer, input),
});
