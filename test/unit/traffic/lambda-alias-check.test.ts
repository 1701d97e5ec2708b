import {
  GetAliasCommand,
  GetProvisionedConcurrencyConfigCommand,
  LambdaClient,
  ProvisionedConcurrencyConfigNotFoundException,
} from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { lambdaAliasTraffic } from '../../../functions/traffic/lambda-alias.ts';
import { anError } from './an-alb.ts';
import { anAlias, anAliasTarget } from './an-alias.ts';

const lambda = mockClient(LambdaClient);
const traffic = lambdaAliasTraffic(anAliasTarget());

beforeEach(() => {
  lambda.reset();
  lambda
    .on(GetProvisionedConcurrencyConfigCommand)
    .rejects(new ProvisionedConcurrencyConfigNotFoundException({ $metadata: {}, message: 'none' }));
});

describe('check', () => {
  it.each([
    { name: 'with one version', alias: anAlias('41') },
    { name: 'between two versions', alias: anAlias('41', { 42: 0.1 }) },
  ])('accepts an alias $name', async ({ alias }) => {
    lambda.on(GetAliasCommand).resolves(alias);

    await expect(traffic.check()).resolves.toBeUndefined();
  });

  it('refuses an alias of an unpublished version', async () => {
    lambda.on(GetAliasCommand).resolves(anAlias('$LATEST'));

    await expect(traffic.check()).rejects.toMatchObject({
      name: 'UnsupportedTrafficError',
      message:
        'Alias pricing:live routes to $LATEST, and only published versions are allowed; no traffic was moved, and retrying does not help until the alias is changed.',
    });
  });

  it('refuses an alias with provisioned concurrency', async () => {
    lambda.on(GetAliasCommand).resolves(anAlias('41'));
    lambda.on(GetProvisionedConcurrencyConfigCommand).resolves({ Status: 'READY' });

    await expect(traffic.check()).rejects.toMatchObject({
      name: 'UnsupportedTrafficError',
      message:
        'Alias pricing:live has provisioned concurrency, with which Lambda shifts the traffic on its own schedule; allowed: an alias without it; no traffic was moved, and retrying does not help until the alias is changed.',
    });
  });

  it('does not take an unreadable provisioned concurrency for none', async () => {
    lambda.on(GetAliasCommand).resolves(anAlias('41'));
    lambda.on(GetProvisionedConcurrencyConfigCommand).rejects(anError('AccessDeniedException'));

    await expect(traffic.check()).rejects.toMatchObject({
      name: 'UnreadableError',
      message: expect.stringContaining('may not call lambda:GetProvisionedConcurrencyConfig'),
    });
  });
});
