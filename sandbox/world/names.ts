import type {
  AlbTarget,
  LambdaAliasTarget,
  Target,
} from '../../functions/traffic/domain/target.ts';
import type { Side } from '../../functions/traffic/domain/traffic.ts';
import type { Dimension } from '../account/cloudwatch/store.ts';

/** What follows from the ARN of a listener or of one of its rules. */
export interface ListenerNames {
  readonly listenerArn: string;
  readonly loadBalancerArn: string;
  /** The value of the dimension LoadBalancer, `app/<name>/<id>`. */
  readonly loadBalancer: string;
  /** The part of the ARN before the resource, up to the account's colon. */
  readonly prefix: string;
}

/** @throws Error for an ARN that is not that of an application load balancer's listener or rule. */
export const listenerNames = (arn: string): ListenerNames => {
  const pattern =
    /^(arn:[^:]+:elasticloadbalancing:[^:]+:\d+:)listener(?:-rule)?\/(app\/[^/]+\/[^/]+)\/([^/]+)/;
  const match = pattern.exec(arn);
  if (match === null) {
    throw new Error(
      `${arn} is not the ARN of an application load balancer's listener or rule, like ` +
        'arn:aws:elasticloadbalancing:<region>:<account>:listener-rule/app/<name>/<id>/<listener>/<rule>',
    );
  }
  const [, prefix = '', loadBalancer = '', listener = ''] = match;
  return {
    prefix,
    loadBalancer,
    loadBalancerArn: `${prefix}loadbalancer/${loadBalancer}`,
    listenerArn: `${prefix}listener/${loadBalancer}/${listener}`,
  };
};

/** The value of the dimension TargetGroup, `targetgroup/<name>/<id>`. */
export const targetGroupDimension = (arn: string): string => arn.split(':').slice(5).join(':');

const dimensions = (values: Readonly<Record<string, string>>): readonly Dimension[] =>
  Object.entries(values).map(([Name, Value]) => ({ Name, Value }));

export const albDimensions = (rule: string, targetGroup: string): readonly Dimension[] =>
  dimensions({
    TargetGroup: targetGroupDimension(targetGroup),
    LoadBalancer: listenerNames(rule).loadBalancer,
  });

export const lambdaDimensions = (
  { function: name, alias }: LambdaAliasTarget,
  version: string,
): readonly Dimension[] =>
  dimensions({ FunctionName: name, Resource: `${name}:${alias}`, ExecutedVersion: version });

/**
 * The dimensions of a side's request metrics, for alarms of scenarios.
 *
 * @throws Error for a side that the target does not name.
 */
export const sideDimensions = (target: Target, side: Side): readonly Dimension[] => {
  if (target.kind === 'lambda-alias') return lambdaDimensions(target, side);
  return albDimensions(target.rule, albSide(target, side).targetGroup);
};

export const albSide = (target: AlbTarget, side: Side): AlbTarget['sides'][string] => {
  const found = target.sides[side];
  if (found !== undefined) return found;
  throw new Error(`the target has no side ${side}; it has ${Object.keys(target.sides).join(', ')}`);
};
