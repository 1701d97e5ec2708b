import type { DescribeServicesCommandOutput } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { aWorld, green, type Stage } from '../world/a-world.ts';

const services = ({ call }: Stage, input: object) =>
  call('ECS', 'DescribeServices', input) as DescribeServicesCommandOutput;

const greenService = (stage: Stage) =>
  services(stage, { cluster: 'prod', services: ['shop-green'] }).services?.[0];

const definition = (revision: string) =>
  `arn:aws:ecs:eu-central-1:111122223333:task-definition/${revision}`;

describe('an ECS service', () => {
  it('runs one completed deployment of its revision', () => {
    const service = greenService(aWorld({ tasks: { green: 3 } }));

    expect(service).toMatchObject({
      serviceName: 'shop-green',
      status: 'ACTIVE',
      desiredCount: 3,
      runningCount: 3,
      pendingCount: 0,
      taskDefinition: definition('shop:42'),
      loadBalancers: [{ targetGroupArn: green }],
    });
    expect(service?.deployments).toMatchObject([
      { status: 'PRIMARY', rolloutState: 'COMPLETED', taskDefinition: definition('shop:42') },
    ]);
  });

  it('has two deployments while another revision is deployed', async () => {
    const stage = aWorld({ tasks: { green: 4 } });
    stage.world.deploy('green', 'shop:43', 120);
    await stage.pass(1);

    const during = greenService(stage);
    await stage.pass(2);

    expect(during).toMatchObject({ taskDefinition: definition('shop:43'), runningCount: 6 });
    expect(during?.deployments).toMatchObject([
      { status: 'PRIMARY', rolloutState: 'IN_PROGRESS', runningCount: 2, pendingCount: 2 },
      { status: 'ACTIVE', taskDefinition: definition('shop:42'), runningCount: 4 },
    ]);
    expect(greenService(stage)?.deployments).toMatchObject([
      { status: 'PRIMARY', rolloutState: 'COMPLETED', taskDefinition: definition('shop:43') },
    ]);
  });

  it('has pending tasks while it grows', async () => {
    const stage = aWorld({ tasks: { green: 2 }, task: { startSeconds: 45 } });
    stage.world.scale('green', 5);

    const during = greenService(stage);
    await stage.pass(1);

    expect(during).toMatchObject({ desiredCount: 5, runningCount: 2, pendingCount: 3 });
    expect(greenService(stage)).toMatchObject({
      desiredCount: 5,
      runningCount: 5,
      pendingCount: 0,
    });
  });

  it('that does not exist is a failure of the answer', () => {
    const answer = services(aWorld(), { cluster: 'prod', services: ['shop-blue', 'gone'] });

    expect(answer.services).toHaveLength(1);
    expect(answer.failures).toEqual([
      { arn: 'arn:aws:ecs:eu-central-1:111122223333:service/prod/gone', reason: 'MISSING' },
    ]);
  });

  it.each([
    ['DescribeServices', { cluster: 'other', services: ['a'] }, 'ClusterNotFoundException'],
    ['DescribeServices', { cluster: 'prod', services: [] }, 'InvalidParameterException'],
    ['DescribeTaskDefinition', { taskDefinition: 'shop:99' }, 'ClientException'],
  ])('answers %s %j with %s', (action, input, name) => {
    const stage = aWorld();

    expect(() => stage.call('ECS', action, input)).toThrow(expect.objectContaining({ name }));
  });

  it.each(['shop:42', definition('shop:42')])('has the task definition %s', (taskDefinition) => {
    const stage = aWorld();

    expect(stage.call('ECS', 'DescribeTaskDefinition', { taskDefinition })).toMatchObject({
      taskDefinition: {
        taskDefinitionArn: definition('shop:42'),
        family: 'shop',
        revision: 42,
        cpu: '1024',
        memory: '2048',
      },
    });
  });
});
