import { describe, expect, it } from 'vitest';
import {
  aLambdaWorld,
  albTarget,
  aWorld,
  blue,
  listener,
  loadBalancer,
  rule,
  type Stage,
} from '../world/a-world.ts';

const tags = { evenkeel: 'managed', team: 'shop' };
const asList = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const functionArn = 'arn:aws:lambda:eu-central-1:111122223333:function:pricing';

const describeTags = ({ call }: Stage, ...ResourceArns: string[]) =>
  call('Elastic Load Balancing v2', 'DescribeTags', { ResourceArns });

const listTags = ({ call }: Stage, Resource: string) => call('Lambda', 'ListTags', { Resource });

describe('the tags of a load balancer', () => {
  it('are on the moved rule and nowhere else', () => {
    const answer = describeTags(aWorld({ tags }), rule, listener, loadBalancer, blue);

    expect(answer).toEqual({
      TagDescriptions: [
        { ResourceArn: rule, Tags: asList },
        { ResourceArn: listener, Tags: [] },
        { ResourceArn: loadBalancer, Tags: [] },
        { ResourceArn: blue, Tags: [] },
      ],
    });
  });

  it('are on the listener when its default rule is moved', () => {
    const stage = aWorld({ tags, target: { ...albTarget, rule: listener } });

    const answer = describeTags(stage, listener);

    expect(answer).toEqual({ TagDescriptions: [{ ResourceArn: listener, Tags: asList }] });
  });

  it.each([
    ['rule', `${rule}0`, 'RuleNotFoundException'],
    ['listener', `${listener}0`, 'ListenerNotFoundException'],
    ['target group', `${blue}0`, 'TargetGroupNotFoundException'],
    ['load balancer', `${loadBalancer}0`, 'LoadBalancerNotFoundException'],
    ['resource of another kind', 'arn:aws:sns:eu-central-1:111122223333:x', 'ValidationError'],
  ])('are not known of a %s that does not exist', (_, arn, name) => {
    const stage = aWorld({ tags });

    expect(() => describeTags(stage, rule, arn)).toThrow(expect.objectContaining({ name }));
  });

  it.each([0, 21])('cannot be asked for %i resources', (count) => {
    const stage = aWorld({ tags });

    expect(() => describeTags(stage, ...new Array<string>(count).fill(rule))).toThrow(
      expect.objectContaining({ name: 'ValidationError' }),
    );
  });
});

describe('the tags of a function', () => {
  it('are those of the world, and none unless it says so', () => {
    const answers = [aLambdaWorld({ tags }), aLambdaWorld()].map((stage) =>
      listTags(stage, functionArn),
    );

    expect(answers).toEqual([{ Tags: tags }, { Tags: {} }]);
  });

  it.each([
    ['its name', 'pricing', 'InvalidParameterValueException'],
    ['the ARN of an alias', `${functionArn}:live`, 'InvalidParameterValueException'],
    ['the ARN of another function', `${functionArn}2`, 'ResourceNotFoundException'],
  ])('are not read by %s', (_, arn, name) => {
    const stage = aLambdaWorld({ tags });

    expect(() => listTags(stage, arn)).toThrow(expect.objectContaining({ name }));
  });
});
