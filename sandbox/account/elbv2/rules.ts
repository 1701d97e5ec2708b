import type {
  Action,
  DescribeListenersCommandInput,
  DescribeRulesCommandInput,
  Listener,
  ModifyListenerCommandInput,
  ModifyRuleCommandInput,
  Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { NotSimulatedError } from '../service.ts';
import { supportFields } from '../supported-fields.ts';
import { storedActions } from './actions.ts';
import { type Balancer, defaultRuleArn, movesDefaultRule } from './balancer.ts';
import {
  listenerNotFound,
  loadBalancerNotFound,
  notPermitted,
  ruleNotFound,
  validationError,
} from './exceptions.ts';

const notFound: Action = {
  Type: 'fixed-response',
  Order: 1,
  FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain' },
};

const defaultActions = (balancer: Balancer): Action[] =>
  movesDefaultRule(balancer) ? [...balancer.actions()] : [notFound];

const defaultRule = (balancer: Balancer): Rule => ({
  RuleArn: defaultRuleArn(balancer),
  Priority: 'default',
  Conditions: [],
  Actions: defaultActions(balancer),
  IsDefault: true,
});

const movedRule = (balancer: Balancer): Rule => ({
  RuleArn: balancer.rule,
  Priority: '10',
  Conditions: [{ Field: 'path-pattern', Values: ['/*'], PathPatternConfig: { Values: ['/*'] } }],
  Actions: [...balancer.actions()],
  IsDefault: false,
});

const rulesOf = (balancer: Balancer): Rule[] =>
  movesDefaultRule(balancer)
    ? [defaultRule(balancer)]
    : [movedRule(balancer), defaultRule(balancer)];

export const describeRules = (balancer: Balancer, input: DescribeRulesCommandInput) => {
  supportFields('DescribeRules', input, ['ListenerArn', 'RuleArns', 'PageSize']);
  if ((input.ListenerArn === undefined) === (input.RuleArns === undefined)) {
    throw validationError('You must specify either listener rule ARNs or a listener ARN');
  }
  const rules = rulesOf(balancer);
  if (input.ListenerArn !== undefined) {
    if (input.ListenerArn !== balancer.names.listenerArn) throw listenerNotFound(input.ListenerArn);
    return { Rules: rules };
  }
  const asked = (input.RuleArns ?? []).map((arn) => {
    const rule = rules.find(({ RuleArn }) => RuleArn === arn);
    if (rule === undefined) throw ruleNotFound(arn);
    return rule;
  });
  return { Rules: asked };
};

/** Replaces the whole list of actions; what is not in the input is gone. */
export const modifyRule = (balancer: Balancer, input: ModifyRuleCommandInput) => {
  supportFields('ModifyRule', input, ['RuleArn', 'Actions']);
  if (input.RuleArn === defaultRuleArn(balancer)) {
    throw notPermitted('Default rules cannot be modified with ModifyRule; use ModifyListener');
  }
  if (input.RuleArn !== balancer.rule || movesDefaultRule(balancer)) {
    throw ruleNotFound(input.RuleArn ?? '');
  }
  balancer.replaceActions(storedActions(input.Actions ?? [], new Set(balancer.groups.keys())));
  return { Rules: [movedRule(balancer)] };
};

const listenerOf = (balancer: Balancer): Listener => ({
  ListenerArn: balancer.names.listenerArn,
  LoadBalancerArn: balancer.names.loadBalancerArn,
  Port: 443,
  Protocol: 'HTTPS',
  SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
  DefaultActions: defaultActions(balancer),
});

export const describeListeners = (balancer: Balancer, input: DescribeListenersCommandInput) => {
  supportFields('DescribeListeners', input, ['ListenerArns', 'LoadBalancerArn', 'PageSize']);
  const { ListenerArns, LoadBalancerArn } = input;
  if ((ListenerArns === undefined) === (LoadBalancerArn === undefined)) {
    throw validationError('You must specify either listener ARNs or a load balancer ARN');
  }
  if (LoadBalancerArn !== undefined && LoadBalancerArn !== balancer.names.loadBalancerArn) {
    throw loadBalancerNotFound(LoadBalancerArn);
  }
  for (const arn of ListenerArns ?? []) {
    if (arn !== balancer.names.listenerArn) throw listenerNotFound(arn);
  }
  return { Listeners: [listenerOf(balancer)] };
};

/** Replaces the whole list of default actions. */
export const modifyListener = (balancer: Balancer, input: ModifyListenerCommandInput) => {
  supportFields('ModifyListener', input, ['ListenerArn', 'DefaultActions']);
  if (input.ListenerArn !== balancer.names.listenerArn) {
    throw listenerNotFound(input.ListenerArn ?? '');
  }
  if (!movesDefaultRule(balancer)) {
    throw new NotSimulatedError(
      `the sandbox changes only the rule of the target, ${balancer.rule}, not its listener's default rule.`,
    );
  }
  const groups = new Set(balancer.groups.keys());
  balancer.replaceActions(storedActions(input.DefaultActions ?? [], groups));
  return { Listeners: [listenerOf(balancer)] };
};
