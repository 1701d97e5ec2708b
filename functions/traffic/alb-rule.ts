import {
  type Action,
  DescribeListenersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { changingClient, readingClient } from '../platform/clients.ts';
import { UnsupportedTrafficError } from '../platform/errors.ts';
import { changeError, reading } from './aws-call.ts';

const reader = readingClient(ElasticLoadBalancingV2Client);
const changer = changingClient(ElasticLoadBalancingV2Client);

/** A listener's ARN stands for its default rule, which only ModifyListener changes. */
const isListener = (rule: string): boolean => rule.includes(':listener/');

const listenerActions = async (listener: string): Promise<Action[] | undefined> => {
  const answer = await reading(
    { what: `Listener ${listener}`, action: 'elasticloadbalancing:DescribeListeners' },
    (abortSignal) =>
      reader().send(new DescribeListenersCommand({ ListenerArns: [listener] }), { abortSignal }),
  );
  return answer.Listeners?.find((found) => found.ListenerArn === listener)?.DefaultActions;
};

const ruleActions = async (rule: string): Promise<Action[] | undefined> => {
  const answer = await reading(
    { what: `Rule ${rule}`, action: 'elasticloadbalancing:DescribeRules' },
    (abortSignal) => reader().send(new DescribeRulesCommand({ RuleArns: [rule] }), { abortSignal }),
  );
  const found = answer.Rules?.find((each) => each.RuleArn === rule);
  if (found?.IsDefault === true)
    throw new UnsupportedTrafficError(
      `Rule ${rule} is the default rule of its listener, which can be changed only through the listener; name the listener's ARN instead. This changed nothing, and retrying does not help.`,
    );
  return found?.Actions;
};

/** @throws UnreadableError, UnsupportedTrafficError when there is no such rule. */
export const readActions = async (rule: string): Promise<Action[]> => {
  const actions = isListener(rule) ? await listenerActions(rule) : await ruleActions(rule);
  if (actions !== undefined) return actions;
  throw new UnsupportedTrafficError(
    `Rule ${rule} does not exist: AWS answers without it; this read changed nothing, and retrying does not help until the catalogue names one that exists.`,
  );
};

/** Replaces the whole list of actions. @throws ChangeFailedError when the effect is unknown. */
export const writeActions = async (rule: string, actions: Action[]): Promise<void> => {
  const action = isListener(rule) ? 'ModifyListener' : 'ModifyRule';
  try {
    if (isListener(rule))
      await changer().send(
        new ModifyListenerCommand({ ListenerArn: rule, DefaultActions: actions }),
      );
    else await changer().send(new ModifyRuleCommand({ RuleArn: rule, Actions: actions }));
  } catch (thrown) {
    throw changeError({ what: `Rule ${rule}`, action: `elasticloadbalancing:${action}` }, thrown);
  }
};
