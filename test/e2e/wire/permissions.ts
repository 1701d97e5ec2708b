import {
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPermissions } from '../../../functions/rollout/check-permissions.ts';
import { AlbTarget } from '../../../functions/traffic/domain/target.ts';
import { whoChanged } from '../../../functions/traffic/who-changed.ts';
import { albTraffic } from '../../support/a-plan.ts';
import { emulatedAccount, emulatedSettings } from '../support/emulated-account.ts';
import type { Emulator } from '../support/emulators.ts';
import { deviates } from './left-out.ts';
import { makeLoadBalancer } from './shop.ts';
import type { Wire } from './wire.ts';

const prefix = 'evenkeel-prod-eu-central-1-';
const movers = ['shift-traffic', 'roll-back', 'guard-runs', 'retry-rollback'];
const PolicyName = 'own';

const policy = (condition: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'elasticloadbalancing:ModifyRule', Resource: '*', ...condition },
    ],
  });

/** The roles of the functions, of which those that move traffic may do so. */
const makeRoles = async (client: IAMClient): Promise<void> => {
  for (const name of ['check-service', ...movers])
    await client.send(
      new CreateRoleCommand({
        RoleName: `${prefix}${name}`,
        AssumeRolePolicyDocument: policy(),
      }),
    );
  for (const name of movers) await allow(client, name);
};

const allow = (client: IAMClient, name: string, condition = {}) =>
  client.send(
    new PutRolePolicyCommand({
      RoleName: `${prefix}${name}`,
      PolicyName,
      PolicyDocument: policy(condition),
    }),
  );

/** From here on the code calls as the function check-service does, by its role. */
const becomeCheckService = async ({ url: endpoint }: Emulator): Promise<void> => {
  const { Credentials } = await new STSClient({ ...emulatedSettings, endpoint }).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::123456789012:role/${prefix}check-service`,
      RoleSessionName: `${prefix}check-service`,
    }),
  );
  process.env.AWS_ACCESS_KEY_ID = Credentials?.AccessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = Credentials?.SecretAccessKey;
  process.env.AWS_SESSION_TOKEN = Credentials?.SessionToken;
};

/** Who may move traffic, and who did: IAM, STS and CloudTrail on MiniStack, the tag on moto. */
export const permissionsOverTheWire = (wire: Wire): void => {
  describe('permissions', () => {
    let traffic: AlbTarget;
    let client: IAMClient;

    beforeAll(async () => {
      const emulator = wire.emulator('MiniStack');
      const { rule } = await makeLoadBalancer(wire.emulator('moto'), 'billing');
      traffic = AlbTarget.parse({ ...albTraffic, rule });
      client = new IAMClient({ ...emulatedSettings, endpoint: emulator.url });
      await makeRoles(client);
      await becomeCheckService(emulator);
      wire.route('moto', 'client-elastic-load-balancing-v2');
      wire.route('MiniStack', 'client-iam', 'client-sts', 'client-cloudtrail');
    });
    afterAll(() => Object.assign(process.env, emulatedAccount));

    it('are enough when every role that moves traffic may move it', async () => {
      expect(await checkPermissions({ traffic })).toBe(
        'shift-traffic, roll-back, guard-runs, retry-rollback may move the traffic',
      );
    });

    it('are not enough when one of them may not', async () => {
      const RoleName = `${prefix}roll-back`;
      await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));

      await expect(checkPermissions({ traffic })).rejects.toThrow(
        `${RoleName} may not call elasticloadbalancing:ModifyRule`,
      );
    });

    it(
      deviates(
        'MiniStack',
        'takes no context entries in a simulation, so that a condition on a tag is never met',
        'IAM/latest/APIReference/API_SimulatePrincipalPolicy.html',
      ),
      async () => {
        const managed = { StringEquals: { 'aws:ResourceTag/evenkeel': 'managed' } };
        for (const name of movers) await allow(client, name, { Condition: managed });

        await expect(checkPermissions({ traffic })).rejects.toThrow('although it is tagged');
      },
    );

    it(
      deviates(
        'MiniStack',
        'records a change of a rule under another name than AWS, so that nobody is found',
        'awscloudtrail/latest/APIReference/API_LookupEvents.html',
      ),
      async () => {
        expect(await whoChanged(traffic, Date.now() - 60_000)).toBe(
          'not known yet: CloudTrail has not reported it',
        );
      },
    );
  });
};
