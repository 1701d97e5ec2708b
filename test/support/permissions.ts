import {
  functionResource,
  propertyOf,
  type Resource,
  referenced,
  type Template,
} from './template.ts';

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: string | Readonly<Record<string, unknown>>;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const list = <Value>(value: Value | readonly Value[]): readonly Value[] =>
  Array.isArray(value) ? value : [value as Value];

export const actionsOf = (statement: Statement): readonly string[] => list(statement.Action);

export const conditionKeysOf = ({ Condition = {} }: Statement): string[] =>
  Object.values(Condition).flatMap((keys) => Object.keys(keys));

/** The statements of a policy document, by the property that holds it. */
export const statementsAt = (resource: Resource | undefined, path: string): readonly Statement[] =>
  list((propertyOf(resource, `${path}.Statement`) ?? []) as Statement | Statement[]);

/** Everything a role may do: its own policies and the managed ones of the stack. */
export const statementsOf = (template: Template, role: Resource | undefined): Statement[] => {
  const own = list(propertyOf(role, 'Policies') ?? []);
  const managed = list(propertyOf(role, 'ManagedPolicyArns') ?? []);
  return [
    ...own.flatMap((_, index) => statementsAt(role, `Policies.${index}.PolicyDocument`)),
    ...managed.flatMap((reference) =>
      statementsAt(template.Resources[referenced(reference) ?? ''], 'PolicyDocument'),
    ),
  ];
};

/** The role of a function, by the function's name in serverless.yml. */
export const roleOf = (template: Template, name: string): Resource | undefined => {
  const role = referenced(propertyOf(functionResource(template, name), 'Role'));
  return role === undefined ? undefined : template.Resources[role];
};

/** The IAM actions that a role allows. */
export const allowedTo = (template: Template, role: Resource | undefined): ReadonlySet<string> =>
  new Set(statementsOf(template, role).flatMap(actionsOf));
