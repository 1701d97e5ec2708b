import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { LambdaAliasTarget } from '../../../functions/traffic/domain/target.ts';
import type { Split } from '../../../functions/traffic/domain/traffic.ts';

export const anAliasTarget = (): LambdaAliasTarget =>
  LambdaAliasTarget.parse({ kind: 'lambda-alias', function: 'pricing', alias: 'live' });

export const anAlias = (
  version: string,
  weights?: Record<string, number>,
  revisionId = 'revision-1',
): AliasConfiguration => ({
  Name: 'live',
  FunctionVersion: version,
  RevisionId: revisionId,
  ...(weights === undefined ? {} : { RoutingConfig: { AdditionalVersionWeights: weights } }),
});

export const aVersion = (
  version: string,
  changes: Partial<FunctionConfiguration> = {},
): FunctionConfiguration => ({
  FunctionName: 'pricing',
  Version: version,
  State: 'Active',
  LastUpdateStatus: 'Successful',
  Role: 'arn:aws:iam::123456789012:role/pricing',
  ...changes,
});

export const anAliasSplit = (
  shares: Record<string, number>,
  changes: Partial<Split> = {},
): Split => ({ shares, foreign: {}, at: 0, token: 'revision-1', ...changes });
