import type {
  FunctionConfiguration,
  GetFunctionCommandInput,
  GetProvisionedConcurrencyConfigCommandInput,
  ListProvisionedConcurrencyConfigsCommandInput,
  ListVersionsByFunctionCommandInput,
} from '@aws-sdk/client-lambda';
import { supportFields } from '../supported-fields.ts';
import { noProvisionedConcurrency } from './exceptions.ts';
import {
  type FunctionState,
  functionArn,
  requireFunction,
  requireVersion,
  type VersionState,
} from './function-state.ts';

const latest = (state: FunctionState): VersionState => {
  const newest = [...state.versions.values()].reduce((one, other) =>
    Number(one.version) > Number(other.version) ? one : other,
  );
  return { ...newest, version: '$LATEST' };
};

const describe = (
  state: FunctionState,
  { version, role, publishedAt }: VersionState,
  qualifier: string | undefined,
): FunctionConfiguration => ({
  FunctionName: state.name,
  FunctionArn: functionArn(state, qualifier),
  Version: version,
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Role: role,
  MemorySize: 512,
  Timeout: 10,
  Architectures: ['arm64'],
  State: 'Active',
  LastUpdateStatus: 'Successful',
  LastModified: new Date(publishedAt).toISOString().replace('Z', '+0000'),
  RevisionId: `version-${version}`,
});

/** An alias as qualifier stands for the version that it points to. */
const qualified = (state: FunctionState, qualifier: string | undefined): VersionState => {
  if (qualifier === undefined || qualifier === '$LATEST') return latest(state);
  const version = qualifier === state.aliasName ? state.alias().version : qualifier;
  return version === '$LATEST' ? latest(state) : requireVersion(state, version);
};

export const getFunctionConfiguration = (state: FunctionState, input: GetFunctionCommandInput) => {
  supportFields('GetFunctionConfiguration', input, ['FunctionName', 'Qualifier']);
  requireFunction(state, input);
  return describe(state, qualified(state, input.Qualifier), input.Qualifier);
};

export const getFunction = (state: FunctionState, input: GetFunctionCommandInput) => ({
  Configuration: getFunctionConfiguration(state, input),
  Tags: { ...state.tags },
});

export const listVersions = (state: FunctionState, input: ListVersionsByFunctionCommandInput) => {
  supportFields('ListVersionsByFunction', input, ['FunctionName']);
  requireFunction(state, input);
  const versions = [latest(state), ...state.versions.values()];
  return { Versions: versions.map((version) => describe(state, version, version.version)) };
};

const provisioned = (state: FunctionState, concurrency: number) => ({
  FunctionArn: functionArn(state, state.aliasName),
  RequestedProvisionedConcurrentExecutions: concurrency,
  AvailableProvisionedConcurrentExecutions: concurrency,
  AllocatedProvisionedConcurrentExecutions: concurrency,
  Status: 'READY' as const,
  LastModified: new Date(state.surroundings.clock.now).toISOString(),
});

export const listProvisionedConcurrency = (
  state: FunctionState,
  input: ListProvisionedConcurrencyConfigsCommandInput,
) => {
  supportFields('ListProvisionedConcurrencyConfigs', input, ['FunctionName', 'MaxItems']);
  requireFunction(state, input);
  const { provisionedConcurrency } = state;
  const configured =
    provisionedConcurrency === undefined ? [] : [provisioned(state, provisionedConcurrency)];
  return { ProvisionedConcurrencyConfigs: configured };
};

export const getProvisionedConcurrency = (
  state: FunctionState,
  input: GetProvisionedConcurrencyConfigCommandInput,
) => {
  supportFields('GetProvisionedConcurrencyConfig', input, ['FunctionName', 'Qualifier']);
  requireFunction(state, input);
  const { provisionedConcurrency } = state;
  if (input.Qualifier !== state.aliasName || provisionedConcurrency === undefined) {
    throw noProvisionedConcurrency();
  }
  const { FunctionArn: _, ...configuration } = provisioned(state, provisionedConcurrency);
  return configuration;
};
