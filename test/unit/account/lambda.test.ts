import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import type { HandChange } from '../../../sandbox/world/listeners.ts';
import { aLambdaWorld, type Stage } from '../world/a-world.ts';

const lambda = ({ call }: Stage, action: string, input: object = {}) =>
  call('Lambda', action, { FunctionName: 'pricing', ...input });

const alias = (stage: Stage) => lambda(stage, 'GetAlias', { Name: 'live' }) as AliasConfiguration;

const update = (stage: Stage, input: object) =>
  lambda(stage, 'UpdateAlias', { Name: 'live', ...input }) as AliasConfiguration;

const weights = (additional: Readonly<Record<string, number>>) => ({
  RoutingConfig: { AdditionalVersionWeights: additional },
});

describe('an alias', () => {
  it('points to one version without weights at first', () => {
    const found = alias(aLambdaWorld());

    expect(found).toMatchObject({
      AliasArn: 'arn:aws:lambda:eu-central-1:111122223333:function:pricing:live',
      Name: 'live',
      FunctionVersion: '41',
    });
    expect(found.RoutingConfig).toBeUndefined();
  });

  it('moves a part of its requests to another version', () => {
    const stage = aLambdaWorld();

    update(stage, weights({ '42': 0.1 }));

    expect(stage.world.truth()).toEqual({ '41': 90, '42': 10 });
    expect(alias(stage).RoutingConfig).toEqual({ AdditionalVersionWeights: { '42': 0.1 } });
  });

  it('gets a new revision id with every change', () => {
    const stage = aLambdaWorld();

    const ids = [
      alias(stage).RevisionId,
      update(stage, weights({ '42': 0.1 })).RevisionId,
      update(stage, weights({ '42': 0.1 })).RevisionId,
    ];

    expect(new Set(ids).size).toBe(3);
    expect(alias(stage).RevisionId).toBe(ids[2]);
  });

  it('refuses a change on top of a revision that is not its latest', () => {
    const stage = aLambdaWorld();
    const { RevisionId } = alias(stage);
    update(stage, { ...weights({ '42': 0.1 }), RevisionId });

    expect(() => update(stage, { ...weights({ '42': 0.5 }), RevisionId })).toThrow(
      expect.objectContaining({ name: 'PreconditionFailedException' }),
    );
    expect(stage.world.truth()).toEqual({ '41': 90, '42': 10 });
  });

  it('keeps its weights when the routing is left out and clears them when they are empty', () => {
    const stage = aLambdaWorld();
    update(stage, weights({ '42': 0.25 }));

    const kept = update(stage, { FunctionVersion: '41' });
    const cleared = update(stage, { FunctionVersion: '42', ...weights({}) });

    expect(kept.RoutingConfig).toEqual({ AdditionalVersionWeights: { '42': 0.25 } });
    expect(cleared).toMatchObject({ FunctionVersion: '42' });
    expect(cleared.RoutingConfig).toBeUndefined();
    expect(stage.world.truth()).toEqual({ '42': 100 });
  });

  it.each([
    ['two further versions', weights({ '42': 0.1, '43': 0.1 }), 'cannot be greater than 1'],
    ['a weight above 1', weights({ '42': 1.1 }), 'between 0 and 1'],
    ['a weight below 0', weights({ '42': -0.1 }), 'between 0 and 1'],
    ['its own version as further one', weights({ '41': 0.1 }), 'both primary and additional'],
    ['$LATEST as further version', weights({ $LATEST: 0.1 }), '$LATEST is not supported'],
    [
      'weights beside $LATEST',
      { FunctionVersion: '$LATEST', ...weights({ '42': 0.1 }) },
      '$LATEST is not supported',
    ],
    ['a version that does not exist', weights({ '99': 0.1 }), 'Function not found'],
    ['a field that is not simulated', { Description: 'x' }, 'uses Description'],
  ])('refuses %s', (_, input, message) => {
    const stage = aLambdaWorld();
    stage.world.deploy('43', '43');

    expect(() => update(stage, input)).toThrow(message);
    expect(stage.world.truth()).toEqual({ '41': 100 });
  });

  it('refuses two versions with different roles', () => {
    const stage = aLambdaWorld({
      lambda: { roles: { '42': 'arn:aws:iam::111122223333:role/new' } },
    });

    expect(() => update(stage, weights({ '42': 0.1 }))).toThrow('same execution role');
  });

  it.each([
    ['GetAlias', { Name: 'dev' }, 'Cannot find alias'],
    ['GetAlias', { FunctionName: 'other', Name: 'live' }, 'Function not found: other'],
    ['GetFunctionConfiguration', { Qualifier: '99' }, 'Function not found'],
  ])('answers %s %j with a ResourceNotFoundException', (action, input, message) => {
    const stage = aLambdaWorld();

    expect(() => lambda(stage, action, input)).toThrow(
      expect.objectContaining({
        name: 'ResourceNotFoundException',
        message: expect.stringContaining(message),
      }),
    );
  });
});

describe('a version', () => {
  it.each(['42', 'live', '$LATEST', undefined])('is found by the qualifier %s', (Qualifier) => {
    const stage = aLambdaWorld();
    const versions: Readonly<Record<string, string>> = { '42': '42', live: '41' };

    expect(lambda(stage, 'GetFunctionConfiguration', { Qualifier })).toMatchObject({
      FunctionName: 'pricing',
      Version: versions[Qualifier ?? ''] ?? '$LATEST',
      State: 'Active',
      LastUpdateStatus: 'Successful',
    });
  });

  it('is listed after it was published', () => {
    const stage = aLambdaWorld();
    stage.world.deploy('43', '43');

    expect(lambda(stage, 'ListVersionsByFunction')).toMatchObject({
      Versions: [{ Version: '$LATEST' }, { Version: '41' }, { Version: '42' }, { Version: '43' }],
    });
  });
});

describe('provisioned concurrency', () => {
  it('is an error of its own when there is none', () => {
    const stage = aLambdaWorld();

    expect(() => lambda(stage, 'GetProvisionedConcurrencyConfig', { Qualifier: 'live' })).toThrow(
      expect.objectContaining({ name: 'ProvisionedConcurrencyConfigNotFoundException' }),
    );
    expect(lambda(stage, 'ListProvisionedConcurrencyConfigs')).toEqual({
      ProvisionedConcurrencyConfigs: [],
    });
  });

  it('is shown where it is', () => {
    const stage = aLambdaWorld({ lambda: { provisionedConcurrency: 5 } });

    expect(lambda(stage, 'GetProvisionedConcurrencyConfig', { Qualifier: 'live' })).toMatchObject({
      RequestedProvisionedConcurrentExecutions: 5,
      Status: 'READY',
    });
  });
});

describe('a person who sets the weights of an alias', () => {
  it('leaves a trace under the name that CloudTrail uses', () => {
    const stage = aLambdaWorld();
    const changes: HandChange[] = [];
    stage.world.onChange((change) => changes.push(change));

    stage.world.setWeightsByHand({ '41': 70, '42': 30 }, 'ana');

    expect(stage.world.truth()).toEqual({ '41': 70, '42': 30 });
    expect(changes).toEqual([
      {
        eventName: 'UpdateAlias20150331',
        eventSource: 'lambda.amazonaws.com',
        who: 'ana',
        resource: 'arn:aws:lambda:eu-central-1:111122223333:function:pricing:live',
        requestParameters: {
          functionName: 'pricing',
          name: 'live',
          functionVersion: '41',
          routingConfig: { additionalVersionWeights: { '42': 0.3 } },
        },
      },
    ]);
  });
});
