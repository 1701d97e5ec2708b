import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { lambdaAliasTraffic } from '../../../functions/traffic/lambda-alias.ts';
import { anError } from './an-alb.ts';
import { anAliasSplit, anAliasTarget, aVersion } from './an-alias.ts';

const lambda = mockClient(LambdaClient);
const traffic = lambdaAliasTraffic(anAliasTarget());

const versionsAre = (...versions: FunctionConfiguration[]) => {
  for (const version of versions)
    lambda
      .on(GetFunctionConfigurationCommand, { FunctionName: 'pricing', Qualifier: version.Version })
      .resolves(version);
};

beforeEach(() => {
  lambda.reset();
  lambda
    .on(GetFunctionConfigurationCommand)
    .rejects(new ResourceNotFoundException({ $metadata: {}, message: 'Function not found' }));
  versionsAre(aVersion('41'), aVersion('42'));
});

describe('identify', () => {
  it("takes the alias's version as stable and the revision as canary", async () => {
    await expect(traffic.identify('42', anAliasSplit({ 41: 100 }))).resolves.toEqual({
      stable: '41',
      canary: '42',
    });
  });

  it('accepts an older version as the revision', async () => {
    await expect(traffic.identify('41', anAliasSplit({ 42: 100 }))).resolves.toEqual({
      stable: '42',
      canary: '41',
    });
  });

  it('refuses to start over a live split', async () => {
    const identifying = traffic.identify('42', anAliasSplit({ 41: 90, 42: 10 }));

    await expect(identifying).rejects.toMatchObject({
      name: 'DriftError',
      message: expect.stringContaining('A split is already live: 41 90 %, 42 10 %;'),
    });
  });

  it('refuses a version that has all the traffic', async () => {
    await expect(traffic.identify('41', anAliasSplit({ 41: 100 }))).rejects.toMatchObject({
      name: 'AlreadyLiveError',
      message:
        'Version 41 already has all the traffic of alias pricing:live; nothing was changed, and there is nothing to do.',
    });
  });

  it.each<{ revision: string; canary: FunctionConfiguration; because: string }>([
    { revision: '43', canary: aVersion('42'), because: 'there is no such version' },
    {
      revision: '$LATEST',
      canary: aVersion('$LATEST'),
      because: 'it is not the number of a published version',
    },
    {
      revision: '42',
      canary: aVersion('42', { State: 'Pending' }),
      because: 'state Pending, last update Successful',
    },
    {
      revision: '42',
      canary: aVersion('42', { LastUpdateStatus: 'InProgress' }),
      because: 'state Active, last update InProgress',
    },
  ])('refuses revision $revision because of: $because', async ({ revision, canary, because }) => {
    versionsAre(canary);

    await expect(traffic.identify(revision, anAliasSplit({ 41: 100 }))).rejects.toMatchObject({
      name: 'WrongRevisionError',
      message: `Function pricing cannot give traffic to revision ${revision}: ${because}; no traffic was moved, and retrying helps once version ${revision} is published and active.`,
    });
  });

  const queue = { TargetArn: 'arn:aws:sqs:eu-central-1:123456789012:failed' };

  it.each<{ name: string; versions: FunctionConfiguration[]; because: string }>([
    {
      name: 'roles differ',
      versions: [aVersion('42', { Role: 'arn:aws:iam::123456789012:role/other' })],
      because:
        'version 41 has the role arn:aws:iam::123456789012:role/pricing and version 42 has arn:aws:iam::123456789012:role/other',
    },
    {
      name: 'dead letters differ',
      versions: [aVersion('42', { DeadLetterConfig: queue })],
      because: `version 41 has the dead-letter target none and version 42 has ${queue.TargetArn}`,
    },
    {
      name: 'stable is not active',
      versions: [aVersion('41', { State: 'Inactive' })],
      because: 'version 41 is in state Inactive, last update Successful',
    },
  ])('refuses a pair whose $name', async ({ versions, because }) => {
    versionsAre(...versions);

    await expect(traffic.identify('42', anAliasSplit({ 41: 100 }))).rejects.toMatchObject({
      name: 'UnsupportedTrafficError',
      message: expect.stringContaining(`Function pricing cannot split its traffic: ${because}`),
    });
  });

  it('does not take an unreadable version for a missing one', async () => {
    lambda
      .on(GetFunctionConfigurationCommand, { Qualifier: '42' })
      .rejects(anError('TooManyRequestsException'));

    await expect(traffic.identify('42', anAliasSplit({ 41: 100 }))).rejects.toMatchObject({
      name: 'UnreadableError',
    });
  });
});

describe('inspect', () => {
  it.each([
    { state: 'Active', settled: true, count: 1 },
    { state: 'Failed', settled: false, count: 0 },
  ] as const)('says how a version in state $state is', async ({ state, settled, count }) => {
    versionsAre(aVersion('42', { State: state }));

    const condition = await traffic.inspect('42');

    expect(condition).toEqual({
      side: '42',
      revision: '42',
      complete: settled,
      settled,
      healthy: count,
      running: count,
      desired: 1,
      because: `version 42 of pricing: state ${state}, last update Successful`,
    });
  });

  it('refuses a side that is no version', async () => {
    await expect(traffic.inspect('live')).rejects.toMatchObject({ name: 'InvalidInputError' });
  });
});

describe('inspectHealth', () => {
  it('asks whether the version is active', async () => {
    versionsAre(aVersion('42', { State: 'Failed' }));

    expect(await traffic.inspectHealth('42')).toMatchObject({ healthy: 0 });
  });
});

describe('inspectRevision', () => {
  it('knows a published version without asking', async () => {
    expect(await traffic.inspectRevision('42')).toMatchObject({ revision: '42' });
  });
});

describe('labels', () => {
  it('name what CloudWatch needs to find a version behind an alias', async () => {
    await expect(traffic.labels('42')).resolves.toEqual({
      function: 'pricing',
      alias: 'live',
      version: '42',
    });
  });
});
