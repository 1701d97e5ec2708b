import type {
  AliasConfiguration,
  GetAliasCommandInput,
  UpdateAliasCommandInput,
} from '@aws-sdk/client-lambda';
import { supportFields } from '../supported-fields.ts';
import { invalidValue, preconditionFailed } from './exceptions.ts';
import {
  type FunctionState,
  functionArn,
  requireAlias,
  requireFunction,
  requireVersion,
} from './function-state.ts';

const describe = (state: FunctionState): AliasConfiguration => {
  const { version, additional, revisionId } = state.alias();
  const hasWeights = Object.keys(additional).length > 0;
  return {
    AliasArn: functionArn(state, state.aliasName),
    Name: state.aliasName,
    FunctionVersion: version,
    Description: '',
    RevisionId: revisionId,
    ...(hasWeights ? { RoutingConfig: { AdditionalVersionWeights: { ...additional } } } : {}),
  };
};

export const getAlias = (state: FunctionState, input: GetAliasCommandInput) => {
  supportFields('GetAlias', input, ['FunctionName', 'Name']);
  requireFunction(state, input);
  requireAlias(state, input.Name);
  return describe(state);
};

type Weights = Readonly<Record<string, number>>;

/** AWS refuses to route between versions that differ in role or dead letters. */
const checkPair = (state: FunctionState, version: string, additional: Weights): void => {
  const [other, ...more] = Object.entries(additional);
  if (other === undefined) return;
  const [name, weight] = other;
  if (more.length > 0) {
    throw invalidValue('Number of items in AdditionalVersionWeights cannot be greater than 1');
  }
  if (version === '$LATEST' || name === '$LATEST') {
    throw invalidValue('$LATEST is not supported for an alias pointing to more than 1 version');
  }
  if (name === version) {
    throw invalidValue(`Function version ${name} cannot be both primary and additional version`);
  }
  if (!(weight >= 0 && weight <= 1)) {
    throw invalidValue(`The weight ${weight} of version ${name} must be between 0 and 1`);
  }
  if (requireVersion(state, name).role !== requireVersion(state, version).role) {
    throw invalidValue('The versions of a weighted alias must have the same execution role');
  }
};

/**
 * Changes the alias. Without RoutingConfig the old weights stay; an empty AdditionalVersionWeights
 * removes them. Every change gives a new revision id.
 */
export const updateAlias = (state: FunctionState, input: UpdateAliasCommandInput) => {
  const fields = ['FunctionName', 'Name', 'FunctionVersion', 'RoutingConfig', 'RevisionId'];
  supportFields('UpdateAlias', input, fields);
  requireFunction(state, input);
  requireAlias(state, input.Name);
  const current = state.alias();
  if (input.RevisionId !== undefined && input.RevisionId !== current.revisionId) {
    throw preconditionFailed();
  }
  const version = input.FunctionVersion ?? current.version;
  if (version !== '$LATEST') requireVersion(state, version);
  const additional = input.RoutingConfig?.AdditionalVersionWeights ?? current.additional;
  checkPair(state, version, additional);
  state.replaceAlias({ version, additional: { ...additional } });
  return describe(state);
};
