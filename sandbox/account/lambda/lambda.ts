import type {
  GetAliasCommandInput,
  GetFunctionCommandInput,
  GetProvisionedConcurrencyConfigCommandInput,
  ListProvisionedConcurrencyConfigsCommandInput,
  ListTagsCommandInput,
  ListVersionsByFunctionCommandInput,
  UpdateAliasCommandInput,
} from '@aws-sdk/client-lambda';
import type { Service } from '../service.ts';
import { getAlias, updateAlias } from './alias.ts';
import type { FunctionState } from './function-state.ts';
import { listTags } from './tags.ts';
import {
  getFunction,
  getFunctionConfiguration,
  getProvisionedConcurrency,
  listProvisionedConcurrency,
  listVersions,
} from './versions.ts';

/** What Lambda answers about the function whose alias is moved; invoking it is traffic. */
export const lambdaControl = (state: FunctionState): Service => ({
  GetAlias: (input: GetAliasCommandInput) => getAlias(state, input),
  UpdateAlias: (input: UpdateAliasCommandInput) => updateAlias(state, input),
  GetFunction: (input: GetFunctionCommandInput) => getFunction(state, input),
  GetFunctionConfiguration: (input: GetFunctionCommandInput) =>
    getFunctionConfiguration(state, input),
  ListTags: (input: ListTagsCommandInput) => listTags(state, input),
  ListVersionsByFunction: (input: ListVersionsByFunctionCommandInput) => listVersions(state, input),
  ListProvisionedConcurrencyConfigs: (input: ListProvisionedConcurrencyConfigsCommandInput) =>
    listProvisionedConcurrency(state, input),
  GetProvisionedConcurrencyConfig: (input: GetProvisionedConcurrencyConfigCommandInput) =>
    getProvisionedConcurrency(state, input),
});
