import type { DescribeTagsCommandInput, Tag } from '@aws-sdk/client-elastic-load-balancing-v2';
import { supportFields } from '../supported-fields.ts';
import { type Balancer, defaultRuleArn } from './balancer.ts';
import {
  listenerNotFound,
  loadBalancerNotFound,
  ruleNotFound,
  targetGroupNotFound,
  validationError,
} from './exceptions.ts';

/** The API's own limit. */
const mostResources = 20;

const resourcesOf = (balancer: Balancer): readonly string[] => [
  balancer.rule,
  defaultRuleArn(balancer),
  balancer.names.listenerArn,
  balancer.names.loadBalancerArn,
  ...balancer.groups.keys(),
];

const notFound = (arn: string): Error => {
  if (arn.includes(':listener-rule/')) return ruleNotFound(arn);
  if (arn.includes(':listener/')) return listenerNotFound(arn);
  if (arn.includes(':targetgroup/')) return targetGroupNotFound(arn);
  if (arn.includes(':loadbalancer/')) return loadBalancerNotFound(arn);
  return validationError(`'${arn}' is not a valid resource ARN`);
};

const tagsOf = (balancer: Balancer, arn: string): Tag[] => {
  if (!resourcesOf(balancer).includes(arn)) throw notFound(arn);
  if (arn !== balancer.rule) return [];
  return Object.entries(balancer.tags).map(([Key, Value]) => ({ Key, Value }));
};

export const describeTags = (balancer: Balancer, input: DescribeTagsCommandInput) => {
  supportFields('DescribeTags', input, ['ResourceArns']);
  const arns = input.ResourceArns ?? [];
  if (arns.length < 1 || arns.length > mostResources)
    throw validationError(`You must specify 1 to ${mostResources} resources`);
  return {
    TagDescriptions: arns.map((arn) => ({ ResourceArn: arn, Tags: tagsOf(balancer, arn) })),
  };
};
