import {
  type EvaluationResult,
  InvalidInputException,
  NoSuchEntityException,
  type SimulatePrincipalPolicyCommandInput,
  type SimulatePrincipalPolicyCommandOutput,
} from '@aws-sdk/client-iam';
import { decide, type PolicyContext, type PolicyDocument } from './iam-policy.ts';
import type { Service, Surroundings } from './service.ts';
import { supportFields } from './supported-fields.ts';

export interface IamOptions {
  /** The identity policies of each role, by the role's ARN. */
  readonly roles: Readonly<Record<string, PolicyDocument | readonly PolicyDocument[]>>;
}

const metadata = { httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 };
const known = [
  'PolicySourceArn',
  'ActionNames',
  'ResourceArns',
  'ContextEntries',
  'MaxItems',
  'Marker',
];
const mostItems = 1000;

const contextOf = ({ ContextEntries = [] }: SimulatePrincipalPolicyCommandInput): PolicyContext =>
  Object.fromEntries(
    ContextEntries.map(({ ContextKeyName = '', ContextKeyValues = [] }) => [
      ContextKeyName,
      ContextKeyValues,
    ]),
  );

const evaluate = (
  policies: readonly PolicyDocument[],
  action: string,
  resource: string,
  context: PolicyContext,
): EvaluationResult => {
  const { decision, statements, missingContextKeys } = decide(policies, action, resource, context);
  const MatchedStatements = statements.map(({ Sid }) => ({
    SourcePolicyId: Sid ?? 'role-policy',
    SourcePolicyType: 'role' as const,
  }));
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: decision,
    MatchedStatements,
    MissingContextValues: [...missingContextKeys],
  };
};

const policiesOf = ({ roles }: IamOptions, arn: string): readonly PolicyDocument[] => {
  const policies = roles[arn];
  if (policies === undefined)
    throw new NoSuchEntityException({
      $metadata: { ...metadata, httpStatusCode: 404 },
      message: `The role with ARN ${arn} cannot be found.`,
    });
  return 'Statement' in policies ? [policies] : policies;
};

const resultsOf = (
  input: SimulatePrincipalPolicyCommandInput,
  options: IamOptions,
): EvaluationResult[] => {
  const actions = input.ActionNames ?? [];
  if (actions.length === 0 || actions.some((action) => !/^[\w-]+:\w+$/.test(action)))
    throw new InvalidInputException({
      $metadata: metadata,
      message: `ActionNames must name actions without wildcards: ${actions.join(', ')}`,
    });
  const policies = policiesOf(options, input.PolicySourceArn ?? '');
  const context = contextOf(input);
  return actions.flatMap((action) =>
    (input.ResourceArns ?? ['*']).map((resource) => evaluate(policies, action, resource, context)),
  );
};

/** The simulated IAM: policy simulation over the policies of the given roles. */
export const iam = (
  _surroundings: Surroundings,
  options: IamOptions,
): { readonly service: Service } => {
  const simulate = (
    input: SimulatePrincipalPolicyCommandInput,
  ): Omit<SimulatePrincipalPolicyCommandOutput, '$metadata'> => {
    supportFields('IAM SimulatePrincipalPolicy', input, known);
    const results = resultsOf(input, options);
    const start = Number(input.Marker ?? 0);
    const end = start + (input.MaxItems ?? mostItems);
    const IsTruncated = end < results.length;
    return {
      EvaluationResults: results.slice(start, end),
      IsTruncated,
      ...(IsTruncated && { Marker: String(end) }),
    };
  };
  return { service: { SimulatePrincipalPolicy: simulate } };
};
