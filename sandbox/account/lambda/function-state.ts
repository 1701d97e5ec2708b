import type { Surroundings } from '../service.ts';
import { notFound } from './exceptions.ts';

export interface VersionState {
  readonly version: string;
  readonly role: string;
  readonly publishedAt: number;
}

export interface AliasState {
  readonly version: string;
  /** Weights from 0 to 1 of at most one further version. */
  readonly additional: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

/** One function with its published versions and the alias that a rollout moves. */
export interface FunctionState {
  readonly name: string;
  readonly aliasName: string;
  readonly surroundings: Surroundings;
  readonly tags: Readonly<Record<string, string>>;
  readonly versions: ReadonlyMap<string, VersionState>;
  readonly provisionedConcurrency: number | undefined;
  readonly alias: () => AliasState;
  /** Sets version and weights under a new revision id; requests follow after the delay. */
  readonly replaceAlias: (routing: Omit<AliasState, 'revisionId'>) => void;
}

export const functionArn = ({ name, surroundings }: FunctionState, qualifier?: string): string => {
  const { region, accountId } = surroundings;
  const suffix = qualifier === undefined ? '' : `:${qualifier}`;
  return `arn:aws:lambda:${region}:${accountId}:function:${name}${suffix}`;
};

interface Named {
  readonly FunctionName: string | undefined;
}

/**
 * A function is named by its name, its ARN or a part of the ARN.
 *
 * @throws the SDK's ResourceNotFoundException for another function.
 */
export const requireFunction = (state: FunctionState, { FunctionName = '' }: Named): void => {
  const { accountId } = state.surroundings;
  const names = [state.name, functionArn(state), `${accountId}:function:${state.name}`];
  if (names.includes(FunctionName)) return;
  throw notFound(`Function not found: ${FunctionName}`);
};

/** @throws the SDK's ResourceNotFoundException for another alias. */
export const requireAlias = (state: FunctionState, alias: string | undefined): void => {
  if (alias === state.aliasName) return;
  throw notFound(`Cannot find alias arn: ${functionArn(state, alias)}`);
};

/** @throws the SDK's ResourceNotFoundException for a version that was not published. */
export const requireVersion = (state: FunctionState, version: string): VersionState => {
  const found = state.versions.get(version);
  if (found !== undefined) return found;
  throw notFound(`Function not found: ${functionArn(state, version)}`);
};
