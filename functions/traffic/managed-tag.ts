import {
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import { readingClient } from '../platform/clients.ts';
import { UnreadableError } from '../platform/errors.ts';
import { reading } from './aws-call.ts';
import type { Target } from './domain/target.ts';

const balancing = readingClient(ElasticLoadBalancingV2Client);
const lambda = readingClient(LambdaClient);

/** The tag that opens a resource to evenkeel: without it no function's role may move the traffic. */
export const managedTag = { key: 'evenkeel', value: 'managed' } as const;

/** What of a target carries the tag, and the tag's value there. */
export interface ManagedTag {
  /** ARN of the listener rule, the listener (for its default rule) or the function. */
  readonly resource: string;
  /** Undefined when there is no such tag. */
  readonly value: string | undefined;
}

const unreadable = (what: string, lacking: string): UnreadableError =>
  new UnreadableError(
    `${what} could not be read: the answer lacks ${lacking}; this read changed nothing, and retrying may help.`,
  );

const ruleTag = async (rule: string): Promise<ManagedTag> => {
  const what = `The tags of ${rule}`;
  const { TagDescriptions: described = [] } = await reading(
    { what, action: 'elasticloadbalancing:DescribeTags' },
    (abortSignal) =>
      balancing().send(new DescribeTagsCommand({ ResourceArns: [rule] }), { abortSignal }),
  );
  const found = described.find(({ ResourceArn: arn }) => arn === rule);
  if (found === undefined) throw unreadable(what, 'the rule');
  const tag = found.Tags?.find(({ Key: key }) => key === managedTag.key);
  return { resource: rule, value: tag?.Value };
};

/** Tags of a function are read by its ARN; versions and aliases have none. */
const functionTag = async (name: string): Promise<ManagedTag> => {
  const what = `Function ${name}`;
  const { FunctionArn: resource } = await reading(
    { what, action: 'lambda:GetFunctionConfiguration' },
    (abortSignal) =>
      lambda().send(new GetFunctionConfigurationCommand({ FunctionName: name }), { abortSignal }),
  );
  if (resource === undefined) throw unreadable(what, 'FunctionArn');
  const { Tags: tags = {} } = await reading(
    { what: `The tags of ${resource}`, action: 'lambda:ListTags' },
    (abortSignal) => lambda().send(new ListTagsCommand({ Resource: resource }), { abortSignal }),
  );
  return { resource, value: tags[managedTag.key] };
};

/** @throws UnreadableError, UnsupportedTrafficError when there is no such rule or function. */
export const readManagedTag = (target: Target): Promise<ManagedTag> =>
  target.kind === 'alb' ? ruleTag(target.rule) : functionTag(target.function);

/** The command of the AWS CLI with which the owner of a target's resource sets the tag. */
export const taggingCommand = ({ kind }: Target, resource: string): string => {
  const { key, value } = managedTag;
  return kind === 'alb'
    ? `aws elbv2 add-tags --resource-arns ${resource} --tags Key=${key},Value=${value}`
    : `aws lambda tag-resource --resource ${resource} --tags ${key}=${value}`;
};
