import {
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  IAMClient,
  type PolicyEvaluationDecisionType,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkPermissions } from '../../../functions/rollout/check-permissions.ts';
import { settings } from '../telemetry/prometheus-server.ts';
import { anAlbTarget, anError, listener, rule } from '../traffic/an-alb.ts';
import { anAliasTarget } from '../traffic/an-alias.ts';

const balancing = mockClient(ElasticLoadBalancingV2Client);
const lambda = mockClient(LambdaClient);
const iam = mockClient(IAMClient);
const sts = mockClient(STSClient);
const functionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:pricing';
const roles = ['shift-traffic', 'roll-back', 'guard-runs', 'retry-rollback'].map(
  (name) => `arn:aws:iam::123456789012:role/evenkeel-prod-eu-central-1-${name}`,
);
const denials = roles.map((role) => role.split('/')[1]).join(', ');

const isTagged = (value: string | undefined) => {
  const Tags = value === undefined ? [] : [{ Key: 'evenkeel', Value: value }];
  balancing.on(DescribeTagsCommand).callsFake(({ ResourceArns: [arn] }) => ({
    TagDescriptions: [{ ResourceArn: arn, Tags }],
  }));
  lambda.on(ListTagsCommand).resolves({ Tags: value === undefined ? {} : { evenkeel: value } });
};

const answers = (...decisions: PolicyEvaluationDecisionType[]) =>
  iam.on(SimulatePrincipalPolicyCommand).resolves({
    EvaluationResults: decisions.map((EvalDecision) => ({ EvalActionName: 'x:Y', EvalDecision })),
  });

const isRole = (name: string) =>
  sts
    .on(GetCallerIdentityCommand)
    .resolves({ Arn: `arn:aws:sts::123456789012:assumed-role/${name}/evenkeel-check-service` });

beforeEach(() => {
  for (const client of [balancing, lambda, iam, sts]) client.reset();
  lambda.on(GetFunctionConfigurationCommand).resolves({ FunctionArn: functionArn });
  isRole('evenkeel-prod-eu-central-1-check-service');
  isTagged('managed');
  answers('allowed');
});

describe('the question to IAM', () => {
  it.each([
    [anAlbTarget(), 'elasticloadbalancing:ModifyRule', rule],
    [anAlbTarget({ rule: listener }), 'elasticloadbalancing:ModifyListener', listener],
    [anAliasTarget(), 'lambda:UpdateAlias', functionArn],
  ])(
    'is whether each mover may call the action on the tagged resource',
    async (traffic, action, resource) => {
      const answer = await checkPermissions({ traffic });

      const asked = iam
        .commandCalls(SimulatePrincipalPolicyCommand)
        .map(({ args }) => args[0].input);
      expect(answer).toBe(
        'shift-traffic, roll-back, guard-runs, retry-rollback may move the traffic',
      );
      expect(asked).toEqual(
        roles.map((PolicySourceArn) => ({
          PolicySourceArn,
          ActionNames: [action],
          ResourceArns: [resource],
          ContextEntries: [
            {
              ContextKeyName: 'aws:ResourceTag/evenkeel',
              ContextKeyType: 'string',
              ContextKeyValues: ['managed'],
            },
          ],
        })),
      );
    },
  );

  it('has no context when there is no tag', async () => {
    isTagged(undefined);

    await checkPermissions({ traffic: anAlbTarget() });

    const [call] = iam.commandCalls(SimulatePrincipalPolicyCommand);
    expect(call?.args[0].input.ContextEntries).toEqual([]);
  });
});

describe('a refusal', () => {
  it.each([
    [
      'a rule without the tag',
      anAlbTarget(),
      undefined,
      `may not call elasticloadbalancing:ModifyRule on ${rule}, which must be tagged evenkeel: managed and has no such tag. Nothing was changed; retrying helps once its owner has run: aws elbv2 add-tags --resource-arns ${rule} --tags Key=evenkeel,Value=managed`,
    ],
    [
      'a function with another value',
      anAliasTarget(),
      'paused',
      `may not call lambda:UpdateAlias on ${functionArn}, which must be tagged evenkeel: managed and has evenkeel: paused. Nothing was changed; retrying helps once its owner has run: aws lambda tag-resource --resource ${functionArn} --tags evenkeel=managed`,
    ],
    [
      'a tagged rule',
      anAlbTarget(),
      'managed',
      `may not call elasticloadbalancing:ModifyRule on ${rule}, although it is tagged evenkeel: managed. Nothing was changed; retrying helps once the policies of these roles, and of the organization, allow it.`,
    ],
  ])('says what helps: %s', async (_, traffic, tag, says) => {
    isTagged(tag);
    answers('implicitDeny');

    await expect(checkPermissions({ traffic })).rejects.toMatchObject({
      name: 'UnsupportedTrafficError',
      message: `${denials} ${says}`,
    });
  });

  it.each([
    ['an explicit denial', ['explicitDeny']],
    ['one denial of two answers', ['allowed', 'implicitDeny']],
    ['no answer at all', []],
  ] satisfies [string, PolicyEvaluationDecisionType[]][])(
    'follows from %s',
    async (_, decisions) => {
      answers(...decisions);

      await expect(checkPermissions({ traffic: anAlbTarget() })).rejects.toMatchObject({
        name: 'UnsupportedTrafficError',
      });
    },
  );

  it('names only the roles that are denied', async () => {
    iam
      .on(SimulatePrincipalPolicyCommand, { PolicySourceArn: roles[1] })
      .resolves({ EvaluationResults: [{ EvalActionName: 'x:Y', EvalDecision: 'implicitDeny' }] });

    await expect(checkPermissions({ traffic: anAlbTarget() })).rejects.toMatchObject({
      message: expect.stringMatching(/^evenkeel-prod-eu-central-1-roll-back may not call/),
    });
  });
});

describe('what cannot be asked', () => {
  it.each([
    ['IAM', iam, 'iam:SimulatePrincipalPolicy'],
    ['STS', sts, 'sts:GetCallerIdentity'],
    ['the tags', balancing, 'elasticloadbalancing:DescribeTags'],
  ])('is not taken for a denial: %s', async (_, client, action) => {
    client.reset();
    client.rejects(anError('AccessDenied'));

    await expect(checkPermissions({ traffic: anAlbTarget() })).rejects.toMatchObject({
      name: 'UnreadableError',
      message: expect.stringContaining(`may not call ${action}`),
    });
  });

  it('is what the movers of another function may do', async () => {
    isRole('somebody-else');

    await expect(checkPermissions({ traffic: anAlbTarget() })).rejects.toMatchObject({
      name: 'UnreadableError',
      message: expect.stringContaining('could not be told from arn:aws:sts::123456789012'),
    });
    expect(iam.calls()).toEqual([]);
  });
});

describe('a plan for Prometheus', () => {
  const telemetry = {
    ...settings({ auth: { kind: 'sigv4', region: 'eu-central-1' } }),
    url: 'https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1',
  };
  const workspace = 'arn:aws:aps:eu-central-1:123456789012:workspace/ws-1';

  it('also asks about the functions that read its metrics, as if it were tagged', async () => {
    const because = await checkPermissions({ traffic: anAlbTarget(), telemetry });

    const asked = iam
      .commandCalls(SimulatePrincipalPolicyCommand)
      .map(({ args: [{ input }] }) => input)
      .filter(({ ActionNames }) => ActionNames?.includes('aps:QueryMetrics'));
    expect(asked.map(({ PolicySourceArn }) => PolicySourceArn?.split('/').at(-1))).toEqual([
      'evenkeel-prod-eu-central-1-check-rollout',
      'evenkeel-prod-eu-central-1-measure',
    ]);
    expect(asked[0]).toMatchObject({
      ResourceArns: [workspace],
      ContextEntries: [
        { ContextKeyName: 'aws:ResourceTag/evenkeel', ContextKeyValues: ['managed'] },
      ],
    });
    expect(because).toContain(`check-rollout, measure may call aps:QueryMetrics on ${workspace}`);
  });

  it('is refused where they may not read them', async () => {
    iam.on(SimulatePrincipalPolicyCommand).callsFake(({ ActionNames: [action] }) => ({
      EvaluationResults: [
        {
          EvalActionName: action,
          EvalDecision: action === 'aps:QueryMetrics' ? 'implicitDeny' : 'allowed',
        },
      ],
    }));

    const check = checkPermissions({ traffic: anAlbTarget(), telemetry });

    await expect(check).rejects.toThrow(/measure may not call aps:QueryMetrics on .*ws-1/);
  });
});
