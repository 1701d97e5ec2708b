import {
  idsWhere,
  propertyOf,
  referenced,
  resourcesOf,
  type Template,
} from '../../../support/template.ts';
import type { Rule } from './rule.ts';

/** Where each type that stores something names its key. */
const keyAt: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'SSESpecification.KMSMasterKeyId',
  'AWS::Logs::LogGroup': 'KmsKeyId',
  'AWS::S3::Bucket':
    'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.KMSMasterKeyID',
  'AWS::SNS::Topic': 'KmsMasterKeyId',
  'AWS::SQS::Queue': 'KmsMasterKeyId',
};

const isKey = (template: Template, value: unknown): boolean =>
  template.Resources[referenced(value) ?? '']?.Type === 'AWS::KMS::Key';

const encrypted: Rule = {
  holds: 'what is stored is encrypted with the key of the stack',
  broken: (template) =>
    Object.entries(keyAt).flatMap(([type, path]) =>
      idsWhere(template, [type], (resource) => !isKey(template, propertyOf(resource, path))),
    ),
  exceptions: [
    {
      names: /LogGroup$/,
      because:
        'CloudWatch encrypts each log group with its own key, and the log lines of functions hold neither tokens nor secrets',
    },
    {
      names: /^ServerlessDeploymentBucket$/,
      because: 'S3 encrypts it with its own key, and it holds packages only',
    },
  ],
  breaches: [
    { at: 'Table.Properties.SSESpecification', names: ['Table'] },
    { at: 'Topic.Properties.KmsMasterKeyId', to: 'alias/aws/sns', names: ['Topic'] },
    { at: 'DeadLetters.Properties.KmsMasterKeyId', names: ['DeadLetters'] },
    { at: 'RolloutMachineLog.Properties.KmsKeyId', names: ['RolloutMachineLog'] },
    { at: 'Archive', to: { Type: 'AWS::S3::Bucket', Properties: {} }, names: ['Archive'] },
  ],
};

const switchedOn: Rule = {
  holds: 'encryption of a table is switched on, and its changes can be undone to the second',
  broken: (template) =>
    resourcesOf(template, 'AWS::DynamoDB::Table').flatMap(([id, table]) =>
      [
        'SSESpecification.SSEEnabled',
        'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
        'DeletionProtectionEnabled',
      ]
        .filter((path) => propertyOf(table, path) !== true)
        .map((path) => `${id}.${path}`),
    ),
  breaches: [
    {
      at: 'Table.Properties.SSESpecification.SSEEnabled',
      to: false,
      names: ['Table.SSESpecification.SSEEnabled'],
    },
    {
      at: 'Table.Properties.PointInTimeRecoverySpecification',
      names: ['Table.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled'],
    },
    {
      at: 'Table.Properties.DeletionProtectionEnabled',
      to: false,
      names: ['Table.DeletionProtectionEnabled'],
    },
  ],
};

const kept: Rule = {
  holds: 'records and the key that opens them outlive the stack',
  broken: (template) =>
    idsWhere(
      template,
      ['AWS::DynamoDB::Table', 'AWS::KMS::Key'],
      ({ DeletionPolicy, UpdateReplacePolicy }) =>
        DeletionPolicy !== 'Retain' || UpdateReplacePolicy !== 'Retain',
    ),
  breaches: [
    { at: 'Table.DeletionPolicy', names: ['Table'] },
    { at: 'Table.UpdateReplacePolicy', to: 'Delete', names: ['Table'] },
    { at: 'Key.DeletionPolicy', names: ['Key'] },
  ],
};

const rotated: Rule = {
  holds: 'keys are rotated',
  broken: (template) =>
    idsWhere(template, ['AWS::KMS::Key'], (key) => propertyOf(key, 'EnableKeyRotation') !== true),
  breaches: [{ at: 'Key.Properties.EnableKeyRotation', to: false, names: ['Key'] }],
};

export const storageRules: readonly Rule[] = [encrypted, switchedOn, kept, rotated];
