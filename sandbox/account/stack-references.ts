import { type References, resolveIntrinsics } from './intrinsics.ts';
import type { Surroundings } from './service.ts';
import type { Template } from './template.ts';

interface Resource {
  readonly Type?: string;
  readonly Properties?: { readonly RoleName?: unknown };
}

export type Place = Pick<Surroundings, 'accountId' | 'region'>;

/** The name that a resource of the stack has in the simulated account. */
export const resourceName = ({ prefix }: Template, logicalId: string): string =>
  `${prefix}-${logicalId}`;

const pseudoParameters = ({ prefix }: Template, { region, accountId }: Place) =>
  new Map([
    ['AWS::Partition', 'aws'],
    ['AWS::Region', region],
    ['AWS::AccountId', accountId],
    ['AWS::StackName', prefix],
  ]);

/** The name of the role that a function runs as. */
export const roleName = (template: Template, logicalId: string, place: Place): string => {
  const { Properties } = (template.resources()[logicalId] ?? {}) as Resource;
  const pseudo = pseudoParameters(template, place);
  return Properties?.RoleName === undefined
    ? resourceName(template, logicalId)
    : String(resolveIntrinsics(Properties.RoleName, (name) => pseudo.get(name)));
};

const arnOf = (template: Template, logicalId: string, place: Place): string | undefined => {
  const { Type } = (template.resources()[logicalId] ?? {}) as Resource;
  const name = resourceName(template, logicalId);
  const at = (service: string): string => `arn:aws:${service}:${place.region}:${place.accountId}:`;
  switch (Type) {
    case 'AWS::DynamoDB::Table':
      return `${at('dynamodb')}table/${name}`;
    case 'AWS::SNS::Topic':
      return `${at('sns')}${name}`;
    case 'AWS::SQS::Queue':
      return `${at('sqs')}${name}`;
    case 'AWS::KMS::Key':
      return `${at('kms')}key/${name}`;
    case 'AWS::IAM::Role':
      return `arn:aws:iam::${place.accountId}:role/${roleName(template, logicalId, place)}`;
    default:
      return undefined;
  }
};

/** What `Ref` gives of a resource: a topic's ARN, and the name of the others. */
const refOf = (template: Template, logicalId: string, place: Place): string | undefined => {
  const { Type } = (template.resources()[logicalId] ?? {}) as Resource;
  if (Type === 'AWS::SNS::Topic') return arnOf(template, logicalId, place);
  return Type === undefined ? undefined : resourceName(template, logicalId);
};

/** Resolves the references of the template to what the stack is in a simulated account. */
export const stackReferences = (template: Template, place: Place): References => {
  const pseudo = pseudoParameters(template, place);
  return (name) => {
    const [, ofArn] = /^(\w+)\.Arn$/.exec(name) ?? [];
    if (ofArn !== undefined) return arnOf(template, ofArn, place);
    return pseudo.get(name) ?? refOf(template, name, place);
  };
};
