import {
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { readManagedTag, taggingCommand } from '../../../functions/traffic/managed-tag.ts';
import { anAlbTarget, anError, listener, rule } from './an-alb.ts';
import { anAliasTarget, aVersion } from './an-alias.ts';

const balancing = mockClient(ElasticLoadBalancingV2Client);
const lambda = mockClient(LambdaClient);
const functionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:pricing';

beforeEach(() => {
  balancing.reset();
  lambda.reset();
  lambda
    .on(GetFunctionConfigurationCommand)
    .resolves(aVersion('$LATEST', { FunctionArn: functionArn }));
});

describe('the tag of a rule', () => {
  it.each([
    [
      'managed',
      [
        { Key: 'team', Value: 'shop' },
        { Key: 'evenkeel', Value: 'managed' },
      ],
      'managed',
    ],
    ['another value', [{ Key: 'evenkeel', Value: 'paused' }], 'paused'],
    ['a tag in other letters', [{ Key: 'Evenkeel', Value: 'managed' }], undefined],
    ['no tag', [], undefined],
  ])('is read as it is: %s', async (_, Tags, value) => {
    balancing
      .on(DescribeTagsCommand, { ResourceArns: [rule] })
      .resolves({ TagDescriptions: [{ ResourceArn: rule, Tags }] });

    const tag = await readManagedTag(anAlbTarget());

    expect(tag).toEqual({ resource: rule, value });
  });

  it('is the listener’s for its default rule', async () => {
    balancing.on(DescribeTagsCommand, { ResourceArns: [listener] }).resolves({
      TagDescriptions: [{ ResourceArn: listener, Tags: [{ Key: 'evenkeel', Value: 'managed' }] }],
    });

    const tag = await readManagedTag(anAlbTarget({ rule: listener }));

    expect(tag).toEqual({ resource: listener, value: 'managed' });
  });

  it('is not taken for absent when the answer lacks the rule', async () => {
    balancing.on(DescribeTagsCommand).resolves({ TagDescriptions: [] });

    await expect(readManagedTag(anAlbTarget())).rejects.toMatchObject({
      name: 'UnreadableError',
      message: `The tags of ${rule} could not be read: the answer lacks the rule; this read changed nothing, and retrying may help.`,
    });
  });

  it.each([
    ['RuleNotFound', 'UnsupportedTrafficError', 'does not exist'],
    ['AccessDenied', 'UnreadableError', 'may not call elasticloadbalancing:DescribeTags'],
    ['Throttling', 'UnreadableError', 'retrying may help'],
  ])('is not known after %s', async (thrown, name, says) => {
    balancing.on(DescribeTagsCommand).rejects(anError(thrown));

    await expect(readManagedTag(anAlbTarget())).rejects.toMatchObject({
      name,
      message: expect.stringContaining(says),
    });
  });
});

describe('the tag of an alias', () => {
  it.each([
    ['managed', { evenkeel: 'managed', team: 'shop' }, 'managed'],
    ['no tag', {}, undefined],
    ['no tags in the answer', undefined, undefined],
  ])('is that of its function: %s', async (_, Tags, value) => {
    lambda.on(ListTagsCommand, { Resource: functionArn }).resolves({ Tags });

    const tag = await readManagedTag(anAliasTarget());

    expect(tag).toEqual({ resource: functionArn, value });
  });

  it('is not known without the ARN of the function', async () => {
    lambda.on(GetFunctionConfigurationCommand).resolves(aVersion('$LATEST'));

    await expect(readManagedTag(anAliasTarget())).rejects.toMatchObject({
      name: 'UnreadableError',
      message: expect.stringContaining('Function pricing could not be read'),
    });
    expect(lambda.commandCalls(ListTagsCommand)).toEqual([]);
  });

  it.each([
    ['ResourceNotFoundException', 'UnsupportedTrafficError', 'does not exist'],
    ['AccessDeniedException', 'UnreadableError', 'may not call lambda:ListTags'],
  ])('is not known after %s', async (thrown, name, says) => {
    lambda.on(ListTagsCommand).rejects(anError(thrown));

    await expect(readManagedTag(anAliasTarget())).rejects.toMatchObject({
      name,
      message: expect.stringContaining(says),
    });
  });
});

describe('the command that sets the tag', () => {
  it.each([
    [
      anAlbTarget(),
      rule,
      `aws elbv2 add-tags --resource-arns ${rule} --tags Key=evenkeel,Value=managed`,
    ],
    [
      anAliasTarget(),
      functionArn,
      `aws lambda tag-resource --resource ${functionArn} --tags evenkeel=managed`,
    ],
  ])('is one of the AWS CLI for $kind', (target, resource, command) => {
    const printed = taggingCommand(target, resource);

    expect(printed).toBe(command);
  });
});
