import {
  type AliasConfiguration,
  GetAliasCommand,
  LambdaClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { lambdaAliasTraffic } from '../../../functions/traffic/lambda-alias.ts';
import { anError } from './an-alb.ts';
import { anAlias, anAliasTarget } from './an-alias.ts';

const lambda = mockClient(LambdaClient);
const traffic = lambdaAliasTraffic(anAliasTarget());

const aliasIs = (alias: AliasConfiguration) => lambda.on(GetAliasCommand).resolves(alias);

beforeEach(() => {
  lambda.reset();
});

describe('readSplit', () => {
  it('reads the shares and the revision that a write needs', async () => {
    aliasIs(anAlias('41', { 42: 0.1 }));

    const split = await traffic.readSplit();

    expect(split).toMatchObject({ shares: { 41: 90, 42: 10 }, foreign: {}, token: 'revision-1' });
  });

  it.each([
    {
      name: 'access is denied',
      thrown: anError('AccessDeniedException'),
      error: 'UnreadableError',
      because: "this function's role may not call lambda:GetAlias",
    },
    {
      name: 'the alias does not exist',
      thrown: new ResourceNotFoundException({ $metadata: {}, message: 'Cannot find alias' }),
      error: 'UnsupportedTrafficError',
      because: 'Alias pricing:live does not exist',
    },
    {
      name: 'Lambda throttles',
      thrown: anError('TooManyRequestsException', 'Rate exceeded'),
      error: 'UnreadableError',
      because: 'lambda:GetAlias failed with TooManyRequestsException (Rate exceeded)',
    },
  ])('says so when $name', async ({ thrown, error, because }) => {
    lambda.on(GetAliasCommand).rejects(thrown);

    await expect(traffic.readSplit()).rejects.toMatchObject({
      name: error,
      message: expect.stringContaining(because),
    });
  });

  it('says so when the answer has no RevisionId', async () => {
    aliasIs({ ...anAlias('41'), RevisionId: undefined });

    await expect(traffic.readSplit()).rejects.toMatchObject({ name: 'UnreadableError' });
  });
});
