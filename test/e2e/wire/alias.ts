import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  LambdaClient,
  PutProvisionedConcurrencyConfigCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeRouting } from '../../../functions/traffic/alias.ts';
import { lambdaAliasTraffic } from '../../../functions/traffic/lambda-alias.ts';
import { readManagedTag } from '../../../functions/traffic/managed-tag.ts';
import { emulatedSettings } from '../support/emulated-account.ts';
import { deviates } from './left-out.ts';
import type { EmulatorName } from './recorder.ts';
import type { Wire } from './wire.ts';

const FunctionName = 'pricing';
const target = { kind: 'lambda-alias', function: FunctionName, alias: 'live' } as const;
const sides = { stable: '1', canary: '2' };
const traffic = lambdaAliasTraffic(target);

const code = (version: string) =>
  zipSync({ 'index.mjs': strToU8(`export const handler = async () => '${version}';`) });

const makeRole = async (endpoint: string): Promise<string | undefined> => {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
    ],
  });
  const made = await new IAMClient({ ...emulatedSettings, endpoint }).send(
    new CreateRoleCommand({ RoleName: FunctionName, AssumeRolePolicyDocument }),
  );
  return made.Role?.Arn;
};

/** A function with two published versions; its alias sends everything to the first. */
const deployPricing = async (endpoint: string): Promise<LambdaClient> => {
  const client = new LambdaClient({ ...emulatedSettings, endpoint });
  const settled = { client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: await makeRole(endpoint),
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: code('1') },
      Publish: true,
      Tags: { evenkeel: 'managed' },
    }),
  );
  await waitUntilFunctionActiveV2(settled, { FunctionName });
  const update = { FunctionName, ZipFile: code('2'), Publish: true };
  await client.send(new UpdateFunctionCodeCommand(update));
  await waitUntilFunctionActiveV2(settled, { FunctionName, Qualifier: '2' });
  await waitUntilFunctionUpdatedV2(settled, { FunctionName, Qualifier: '2' });
  const alias = { FunctionName, Name: 'live', FunctionVersion: '1' };
  await client.send(new CreateAliasCommand(alias));
  return client;
};

/** The routing of a Lambda alias: MiniStack keeps its revisions, moto its shares only. */
export const aliasOverTheWire = (wire: Wire): void => {
  const on = (name: EmulatorName) => {
    const deployed: { client?: LambdaClient } = {};
    beforeAll(async () => {
      wire.route(name, 'client-lambda');
      deployed.client = await deployPricing(wire.emulator(name).url);
    });
    return deployed;
  };

  describe('a Lambda alias on MiniStack', () => {
    const deployed = on('MiniStack');

    it('is checked, its versions are identified and its tag is read', async () => {
      const split = await traffic.readSplit();

      await expect(traffic.check()).resolves.toBeUndefined();
      expect(split).toMatchObject({ shares: { 1: 100 }, foreign: {} });
      expect(await traffic.identify('2', split)).toEqual(sides);
      expect(await traffic.inspect('2')).toMatchObject({
        revision: '2',
        settled: true,
        healthy: 1,
      });
      expect(await readManagedTag(target)).toMatchObject({ value: 'managed' });
    });

    it.each([
      { share: 10, shares: { 1: 90, 2: 10 } },
      { share: 50, shares: { 1: 50, 2: 50 } },
      { share: 100, shares: { 2: 100 } },
      { share: 0, shares: { 1: 100 } },
    ])('gives the canary $share %', async ({ share, shares }) => {
      await traffic.setCanaryShare(sides, share, await traffic.readSplit());

      expect(await traffic.readSplit()).toMatchObject({ shares, foreign: {} });
    });

    it('refuses an update that names an older RevisionId', async () => {
      const { token = '' } = await traffic.readSplit();
      await traffic.setCanaryShare(sides, 10, await traffic.readSplit());

      const late = writeRouting(target, { version: '2', additional: {} }, token);

      await expect(late).rejects.toMatchObject({
        name: 'DriftError',
        cause: { name: 'PreconditionFailedException' },
      });
      expect(await traffic.readSplit()).toMatchObject({ shares: { 1: 90, 2: 10 } });
    });

    it.each([
      ['a function', lambdaAliasTraffic({ ...target, function: 'nowhere' }).readSplit],
      ['an alias', lambdaAliasTraffic({ ...target, alias: 'nowhere' }).readSplit],
      ['a version', () => traffic.inspect('9')],
    ])('says that %s is missing', async (_, read) => {
      await expect(read()).rejects.toMatchObject({
        name: 'UnsupportedTrafficError',
        cause: { name: 'ResourceNotFoundException' },
      });
    });

    it('is refused once it has provisioned concurrency', async () => {
      const provisioned = { FunctionName, Qualifier: 'live', ProvisionedConcurrentExecutions: 1 };
      await deployed.client?.send(new PutProvisionedConcurrencyConfigCommand(provisioned));

      await expect(traffic.check()).rejects.toThrow('has provisioned concurrency');
    });
  });

  describe('a Lambda alias on moto', () => {
    on('moto');

    it('is moved and read back', async () => {
      await traffic.setCanaryShare(sides, 10, await traffic.readSplit());

      expect(await traffic.readSplit()).toMatchObject({ shares: { 1: 90, 2: 10 } });
    });

    it(
      deviates(
        'moto',
        'updates an alias whatever RevisionId the update names',
        'lambda/latest/api/API_UpdateAlias.html',
      ),
      async () => {
        const late = writeRouting(target, { version: '1', additional: {} }, 'an-older-one');

        await expect(late).resolves.toBeUndefined();
      },
    );

    it(
      deviates(
        'moto',
        'knows no provisioned concurrency',
        'lambda/latest/api/API_GetProvisionedConcurrencyConfig.html',
      ),
      async () => {
        await expect(traffic.check()).rejects.toMatchObject({ name: 'UnreadableError' });
      },
    );
  });
};
