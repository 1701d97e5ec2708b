import {
  type AliasConfiguration,
  GetAliasCommand,
  LambdaClient,
  PreconditionFailedException,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { lambdaAliasTraffic } from '../../../functions/traffic/lambda-alias.ts';
import { anError } from './an-alb.ts';
import { anAlias, anAliasSplit, anAliasTarget } from './an-alias.ts';

const lambda = mockClient(LambdaClient);
const sides = { stable: '41', canary: '42' };
const traffic = lambdaAliasTraffic(anAliasTarget());

const aliasIs = (alias: AliasConfiguration) => lambda.on(GetAliasCommand).resolves(alias);

const updates = () => lambda.commandCalls(UpdateAliasCommand).map((call) => call.args[0].input);

beforeEach(() => {
  lambda.reset();
  lambda.on(UpdateAliasCommand).resolves({});
});

describe('setCanaryShare', () => {
  it.each([
    {
      name: 'starts a split',
      live: anAlias('41'),
      share: 10,
      FunctionVersion: '41',
      weights: { 42: 0.1 },
    },
    {
      name: 'widens it',
      live: anAlias('41', { 42: 0.1 }),
      share: 50,
      FunctionVersion: '41',
      weights: { 42: 0.5 },
    },
    {
      name: 'promotes with the new version and no weights',
      live: anAlias('41', { 42: 0.5 }),
      share: 100,
      FunctionVersion: '42',
      weights: {},
    },
    {
      name: 'promotes an alias that gives the canary all the traffic only by weight',
      live: anAlias('41', { 42: 1 }),
      share: 100,
      FunctionVersion: '42',
      weights: {},
    },
    {
      name: 'returns in the middle',
      live: anAlias('41', { 42: 0.5 }),
      share: 0,
      FunctionVersion: '41',
      weights: {},
    },
    {
      name: 'returns after a promotion',
      live: anAlias('42'),
      share: 0,
      FunctionVersion: '41',
      weights: {},
    },
    {
      name: 'returns a part after a promotion',
      live: anAlias('42'),
      share: 50,
      FunctionVersion: '41',
      weights: { 42: 0.5 },
    },
  ])('$name in one conditional update', async ({ live, share, FunctionVersion, weights }) => {
    aliasIs(live);

    await traffic.setCanaryShare(sides, share, await traffic.readSplit());

    expect(updates()).toEqual([
      {
        FunctionName: 'pricing',
        Name: 'live',
        FunctionVersion,
        RoutingConfig: { AdditionalVersionWeights: weights },
        RevisionId: 'revision-1',
      },
    ]);
  });

  it.each([
    { share: 0, live: anAlias('41') },
    { share: 10, live: anAlias('41', { 42: 0.1 }) },
    { share: 100, live: anAlias('42', {}) },
  ])('writes nothing when $share % is live already', async ({ share, live }) => {
    aliasIs(live);

    await traffic.setCanaryShare(sides, share, anAliasSplit({ 41: 100 }, { token: 'older' }));

    expect(updates()).toEqual([]);
  });

  it('converges after a lost answer without a second update', async () => {
    aliasIs(anAlias('41'));
    lambda.on(UpdateAliasCommand).callsFake(() => {
      aliasIs(anAlias('41', { 42: 0.1 }, 'revision-2'));
      throw anError('TimeoutError', 'the answer was lost');
    });

    const first = traffic.setCanaryShare(sides, 10, anAliasSplit({ 41: 100 }));

    await expect(first).rejects.toMatchObject({ name: 'ChangeFailedError' });
    await traffic.setCanaryShare(sides, 10, await traffic.readSplit());
    expect(updates()).toHaveLength(1);
  });

  it.each([
    {
      name: 'the alias was updated after it was seen',
      live: anAlias('41', { 42: 0.3 }, 'revision-2'),
      because: 'it is at 41 70 %, 42 30 % and was at 41 100 %;',
    },
    {
      name: 'the alias was updated and put back',
      live: anAlias('41', {}, 'revision-3'),
      because: 'was changed after it was read',
    },
    {
      name: 'another version is in the routing',
      live: anAlias('41', { 43: 0.1 }),
      because: 'and only versions 41 and 42 are allowed',
    },
    {
      name: 'an unpublished version is in the routing',
      live: anAlias('$LATEST'),
      because: 'is at $LATEST 100 %, and only versions 41 and 42 are allowed',
    },
  ])('refuses when $name', async ({ live, because }) => {
    aliasIs(live);

    const shift = traffic.setCanaryShare(sides, 10, anAliasSplit({ 41: 100 }));

    await expect(shift).rejects.toMatchObject({
      name: 'DriftError',
      message: expect.stringContaining(because),
    });
    expect(updates()).toEqual([]);
  });

  it('reports an update between its read and its write as drift', async () => {
    aliasIs(anAlias('41'));
    const refused = new PreconditionFailedException({ $metadata: {}, message: 'RevisionId' });
    lambda.on(UpdateAliasCommand).rejects(refused);

    const shift = traffic.setCanaryShare(sides, 10, anAliasSplit({ 41: 100 }));

    await expect(shift).rejects.toMatchObject({
      name: 'DriftError',
      message:
        'Alias pricing:live was changed after it was read, and Lambda refused the update; nothing was overwritten, and retrying helps only with a new read.',
      cause: refused,
    });
  });

  it.each([
    { thrown: anError('TimeoutError', 'timed out') },
    { thrown: anError('TooManyRequestsException', 'Rate exceeded') },
    { thrown: anError('ResourceConflictException', 'update in progress') },
  ])('says that the effect is not known after $thrown.name', async ({ thrown }) => {
    aliasIs(anAlias('41'));
    lambda.on(UpdateAliasCommand).rejects(thrown);

    const shift = traffic.setCanaryShare(sides, 10, anAliasSplit({ 41: 100 }));

    await expect(shift).rejects.toMatchObject({
      name: 'ChangeFailedError',
      message: `Alias pricing:live may or may not have changed: lambda:UpdateAlias failed with ${thrown.name} (${thrown.message}); read its weights before anything else, and retrying is safe.`,
      cause: thrown,
    });
    expect(updates()).toHaveLength(1);
  });

  it('refuses a share that is no whole percentage before it reads anything', async () => {
    const shift = traffic.setCanaryShare(sides, 0.5, anAliasSplit({ 41: 100 }));

    await expect(shift).rejects.toMatchObject({ name: 'InvalidInputError' });
    expect(lambda.calls()).toHaveLength(0);
  });
});
