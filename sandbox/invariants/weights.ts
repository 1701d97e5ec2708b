import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AlbTarget, LambdaAliasTarget } from '../../functions/traffic/domain/target.ts';
import type { Side } from '../../functions/traffic/domain/traffic.ts';
import type { Probe } from './probe.ts';

const elb = 'Elastic Load Balancing v2';

/** Configured shares in percent, by side; a target group that is no side has its ARN. */
export type Shares = Readonly<Record<Side, number>>;

export const isListener = ({ rule }: AlbTarget): boolean => rule.includes(':listener/');

/** The actions of the rule or default rule that a service is moved by. */
export const actionsOf = ({ account }: Probe, target: AlbTarget): readonly Action[] => {
  const input = isListener(target) ? { ListenerArns: [target.rule] } : { RuleArns: [target.rule] };
  const action = isListener(target) ? 'DescribeListeners' : 'DescribeRules';
  const answer = account.callAs('operator', elb, action, input) as {
    readonly Rules?: readonly { readonly Actions?: readonly Action[] }[];
    readonly Listeners?: readonly { readonly DefaultActions?: readonly Action[] }[];
  };
  return answer.Rules?.[0]?.Actions ?? answer.Listeners?.[0]?.DefaultActions ?? [];
};

const albShares = (probe: Probe, target: AlbTarget): Shares => {
  const tuples = actionsOf(probe, target).at(-1)?.ForwardConfig?.TargetGroups ?? [];
  const total = tuples.reduce((sum, { Weight = 1 }) => sum + Weight, 0);
  const sideOf = (group: string): Side =>
    Object.entries(target.sides).find(([, { targetGroup }]) => targetGroup === group)?.[0] ?? group;
  return Object.fromEntries(
    tuples.map(({ TargetGroupArn = '', Weight = 1 }) => [
      sideOf(TargetGroupArn),
      total === 0 ? 0 : (100 * Weight) / total,
    ]),
  );
};

export interface AliasAnswer {
  readonly FunctionVersion?: string;
  readonly RoutingConfig?: { readonly AdditionalVersionWeights?: Readonly<Record<string, number>> };
}

export const aliasOf = ({ account }: Probe, { function: name, alias }: LambdaAliasTarget) =>
  account.callAs('operator', 'Lambda', 'GetAlias', {
    FunctionName: name,
    Name: alias,
  }) as AliasAnswer;

const aliasShares = (probe: Probe, target: LambdaAliasTarget): Shares => {
  const { FunctionVersion = '', RoutingConfig } = aliasOf(probe, target);
  const additional = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {}).map(
    ([version, weight]) => [version, Math.round(weight * 1e6) / 1e4] as const,
  );
  const rest = 100 - additional.reduce((sum, [, share]) => sum + share, 0);
  return Object.fromEntries([[FunctionVersion, rest], ...additional]);
};

/** The weights as they are configured now, asked of the service itself. */
export const sharesOf = (probe: Probe): Shares =>
  probe.target.kind === 'alb' ? albShares(probe, probe.target) : aliasShares(probe, probe.target);

export const sharesText = (shares: Shares): string =>
  Object.entries(shares)
    .map(([side, share]) => `${side} ${share} %`)
    .join(', ');
