import type { Allowed } from './iam-actions.ts';
import { decide, type PolicyContext, type PolicyDocument } from './iam-policy.ts';
import { type References, resolveIntrinsics } from './intrinsics.ts';
import type { Template } from './template.ts';

interface RoleResource {
  readonly Type?: string;
  readonly Properties?: {
    readonly PolicyDocument?: unknown;
    readonly ManagedPolicyArns?: readonly { readonly Ref?: string }[];
    readonly Policies?: readonly { readonly PolicyDocument: unknown }[];
  };
}

/** Tags and other values that conditions of a policy look at, by the resource's ARN. */
export type ConditionContext = (resource: string) => PolicyContext;

const unknownPolicy = (name: string): never => {
  throw new Error(`A role of the template names the policy ${name}, which is not in the template.`);
};

const documentsOf = (template: Template, role: string): unknown[] => {
  const resources = template.resources() as Readonly<Record<string, RoleResource>>;
  const { ManagedPolicyArns = [], Policies = [] } = resources[role]?.Properties ?? {};
  const managed = ManagedPolicyArns.map(
    ({ Ref = 'without a name' }) =>
      resources[Ref]?.Properties?.PolicyDocument ?? unknownPolicy(Ref),
  );
  return [...managed, ...Policies.map(({ PolicyDocument }) => PolicyDocument)];
};

/** The identity policies of a function's role, as the template gives them. */
export const policiesOf = (
  template: Template,
  role: string,
  references: References,
): readonly PolicyDocument[] =>
  resolveIntrinsics(documentsOf(template, role), references) as PolicyDocument[];

/**
 * Asks the roles of the template as IAM does, so that a rehearsal finds the permission that would be
 * missing in AWS.
 */
export const templateAllows = (
  template: Template,
  references: References,
  contextOf: ConditionContext,
): Allowed => {
  const roles = new Map(template.functions.map(({ name, role }) => [name, role]));
  const policies = new Map<string, readonly PolicyDocument[]>();
  const answers = new Map<string, boolean>();

  const policiesFor = (name: string): readonly PolicyDocument[] => {
    const role = roles.get(name);
    const known = policies.get(name) ?? (role ? policiesOf(template, role, references) : []);
    policies.set(name, known);
    return known;
  };

  return (name, action, resource) => {
    const question = `${name} ${action} ${resource}`;
    const known = answers.get(question);
    if (known !== undefined) return known;
    const { decision } = decide(policiesFor(name), action, resource, contextOf(resource));
    answers.set(question, decision === 'allowed');
    return decision === 'allowed';
  };
};
