import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { readingClient } from '../platform/clients.ts';
import { UnreadableError, UnsupportedTrafficError } from '../platform/errors.ts';
import { environment } from '../platform/runtime.ts';
import { neededFor } from '../telemetry/prometheus-permission.ts';
import { reading } from '../traffic/aws-call.ts';
import type { Target } from '../traffic/domain/target.ts';
import {
  type ManagedTag,
  managedTag,
  readManagedTag,
  taggingCommand,
} from '../traffic/managed-tag.ts';
import type { Plan } from './domain/plan.ts';

const iam = readingClient(IAMClient);
const sts = readingClient(STSClient);

const changers = ['shift-traffic', 'roll-back', 'guard-runs', 'retry-rollback'] as const;
/** Besides check-service itself, which reads them when it checks the metrics. */
const readers = ['check-rollout', 'measure'] as const;

interface Roles {
  readonly account: string;
  readonly partition: string;
  /** The role of a function: its name differs from this one's in the last part. */
  readonly of: (name: string) => string;
}

const readRoles = async (): Promise<Roles> => {
  const { Arn: arn = '' } = await reading(
    { what: "The role of check-service's own function", action: 'sts:GetCallerIdentity' },
    () => sts().send(new GetCallerIdentityCommand({})),
  );
  const parts = /^arn:([^:]+):sts::(\d+):assumed-role\/(.+)check-service\//.exec(arn);
  if (parts === null)
    throw new UnreadableError(
      `The roles of the other functions could not be told from ${arn || 'an empty identity'}; allowed: the identity of a role whose name ends with check-service. Nothing was changed; retrying does not help.`,
    );
  const [, partition = '', account = '', prefix = ''] = parts;
  const of = (name: string) => `arn:${partition}:iam::${account}:role/${prefix}${name}`;
  return { account, partition, of };
};

/** An alias is moved under the permissions of its function (AWS Service Authorization Reference). */
const actionFor = (target: Target): string => {
  if (target.kind === 'lambda-alias') return 'lambda:UpdateAlias';
  return target.rule.includes(':listener-rule/')
    ? 'elasticloadbalancing:ModifyRule'
    : 'elasticloadbalancing:ModifyListener';
};

/** IAM looks up no tags when it simulates: what the conditions ask for must come with the question. */
const isAllowed = async (
  role: string,
  action: string,
  { resource, value }: ManagedTag,
): Promise<boolean> => {
  const tag = {
    ContextKeyName: `aws:ResourceTag/${managedTag.key}`,
    ContextKeyType: 'string' as const,
  };
  const { EvaluationResults: results = [] } = await reading(
    { what: `What ${role} may do`, action: 'iam:SimulatePrincipalPolicy' },
    () =>
      iam().send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: role,
          ActionNames: [action],
          ResourceArns: [resource],
          ContextEntries: value === undefined ? [] : [{ ...tag, ContextKeyValues: [value] }],
        }),
      ),
  );
  return results.length > 0 && results.every(({ EvalDecision: said }) => said === 'allowed');
};

const refusal = (target: Target, tag: ManagedTag, denial: string): UnsupportedTrafficError => {
  const { resource, value } = tag;
  const wanted = `${managedTag.key}: ${managedTag.value}`;
  if (value === managedTag.value)
    return new UnsupportedTrafficError(
      `${denial} ${resource}, although it is tagged ${wanted}. Nothing was changed; retrying helps once the policies of these roles, and of the organization, allow it.`,
    );
  const found = value === undefined ? 'no such tag' : `${managedTag.key}: ${value}`;
  return new UnsupportedTrafficError(
    `${denial} ${resource}, which must be tagged ${wanted} and has ${found}. Nothing was changed; retrying helps once its owner has run: ${taggingCommand(target, resource)}`,
  );
};

/** The names of the roles that may not; undefined when all may. */
const deniedTo = async (
  roles: readonly string[],
  action: string,
  tag: ManagedTag,
): Promise<string | undefined> => {
  const denied: string[] = [];
  for (const role of roles)
    if (!(await isAllowed(role, action, tag))) denied.push(role.split('/').at(-1) ?? role);
  return denied.length === 0 ? undefined : denied.join(', ');
};

/** The tag of a secret or workspace is not read: check-service would need one more permission for it. */
const checkReaders = async (
  telemetry: Plan['telemetry'],
  roles: Roles,
): Promise<string | undefined> => {
  const needed = neededFor(telemetry, { ...roles, region: environment().AWS_REGION ?? '*' });
  if (needed === undefined) return undefined;
  const { action, resource } = needed;
  const denied = await deniedTo(readers.map(roles.of), action, {
    resource,
    value: managedTag.value,
  });
  const tagged = `tagged ${managedTag.key}: ${managedTag.value}`;
  if (denied === undefined)
    return `${readers.join(', ')} may call ${action} on ${resource} if it is ${tagged}`;
  throw new UnreadableError(
    `${denied} may not call ${action} on ${resource}, even if it is ${tagged}. Nothing was changed; retrying helps once the policies of these roles, and of the organization, allow it.`,
  );
};

/**
 * Asks IAM whether the functions that move traffic may do so for this service, and whether those that
 * read its metrics from Prometheus may read what they need for it.
 *
 * @returns one sentence that names the functions.
 * @throws UnsupportedTrafficError naming what is denied and, without the tag, the command that sets
 * it; UnreadableError when IAM, STS or the tag cannot be read.
 */
export const checkPermissions = async (
  plan: Pick<Plan, 'traffic'> & Partial<Pick<Plan, 'telemetry'>>,
): Promise<string> => {
  const { traffic } = plan;
  const tag = await readManagedTag(traffic);
  const action = actionFor(traffic);
  const roles = await readRoles();
  const denied = await deniedTo(changers.map(roles.of), action, tag);
  if (denied !== undefined) throw refusal(traffic, tag, `${denied} may not call ${action} on`);
  const moving = `${changers.join(', ')} may move the traffic`;
  const reading = plan.telemetry && (await checkReaders(plan.telemetry, roles));
  return reading === undefined ? moving : `${moving}; ${reading}`;
};
