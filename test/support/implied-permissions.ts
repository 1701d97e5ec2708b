import { functionId, functionResource, propertyOf, type Template } from './template.ts';

const throughKey = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** What must be permitted together with a call, because table and topic are encrypted with the stack's key. */
const alongside: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:GetItem': ['kms:Decrypt'],
  'dynamodb:Query': ['kms:Decrypt'],
  'dynamodb:ConditionCheckItem': ['kms:Decrypt'],
  'dynamodb:PutItem': throughKey,
  'dynamodb:UpdateItem': throughKey,
  'dynamodb:DeleteItem': throughKey,
  'sns:Publish': throughKey,
};

/**
 * What a function's role needs besides the calls of its code: Lambda logs, traces and leaves dead
 * letters in the role's name, and a call on something encrypted uses the key.
 */
export const impliedFor = (
  template: Template,
  name: string,
  called: ReadonlySet<string>,
): readonly string[] => {
  const resource = functionResource(template, name);
  return [
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    ...(propertyOf(resource, 'TracingConfig.Mode') === 'Active'
      ? ['xray:PutTraceSegments', 'xray:PutTelemetryRecords']
      : []),
    ...(propertyOf(resource, 'DeadLetterConfig') ? ['sqs:SendMessage', ...throughKey] : []),
    ...[...called].flatMap((action) => alongside[action] ?? []),
  ];
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy */
const machineLogs = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html#xray-iam */
const machineTraces = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];

/** What a machine's role needs that invokes functions, logs and traces: `action on resource`. */
export const neededByMachine = (functionNames: readonly string[]): readonly string[] => [
  ...functionNames.map((name) => `lambda:InvokeFunction on \${${functionId(name)}.Arn}:*`),
  ...[...machineLogs, ...machineTraces].map((action) => `${action} on *`),
];
