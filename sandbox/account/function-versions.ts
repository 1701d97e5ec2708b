import type { LambdaHandler } from './function-code.ts';
import { NotSimulatedError } from './service.ts';
import type { FunctionDefinition } from './template.ts';

/** What an invocation runs: one published version of one function. */
export interface Target {
  readonly definition: FunctionDefinition;
  readonly version: number;
  readonly handler: LambdaHandler;
  readonly arn: string;
}

export interface VersionsOptions {
  readonly region: string;
  readonly accountId: string;
  readonly definitions: readonly FunctionDefinition[];
  readonly handlers: Readonly<Record<string, LambdaHandler>>;
}

interface Published {
  readonly definition: FunctionDefinition;
  readonly handlers: LambdaHandler[];
}

const reference = /^(?:arn:aws[\w-]*:lambda:[\w-]+:\d+:function:)?([\w-]+)(?::([\w$-]+))?$/;

/** The functions that have code, each with its version 1, by both of their names. */
const publishAll = ({ definitions, handlers }: VersionsOptions): Map<string, Published> => {
  const published = new Map<string, Published>();
  for (const definition of definitions) {
    const handler = handlers[definition.name];
    if (handler === undefined) continue;
    const versions = { definition, handlers: [handler] };
    published.set(definition.name, versions).set(definition.deployedName, versions);
  }
  return published;
};

/** The published versions of an account's functions. An unqualified name means the newest code. */
export const createVersions = (options: VersionsOptions) => {
  const published = publishAll(options);
  const prefix = `arn:aws:lambda:${options.region}:${options.accountId}:function`;

  const arnOf = ({ deployedName }: FunctionDefinition, version: number): string =>
    `${prefix}:${deployedName}:${version}`;

  const named = (nameOrArn: string): [Published, string | undefined] => {
    const [, name = '', qualifier] = reference.exec(nameOrArn) ?? [];
    const versions = published.get(name);
    if (versions !== undefined) return [versions, qualifier];
    throw new NotSimulatedError(`The function ${nameOrArn} is not in this account. Nothing ran.`);
  };

  const find = (nameOrArn: string): Target => {
    const [{ definition, handlers }, qualifier = '$LATEST'] = named(nameOrArn);
    const version = qualifier === '$LATEST' ? handlers.length : Number(qualifier);
    const handler = handlers[version - 1];
    if (handler !== undefined)
      return { definition, version, handler, arn: arnOf(definition, version) };
    throw new NotSimulatedError(
      `The function ${nameOrArn} has no version "${qualifier}": 1 to ${handlers.length} are published. Nothing ran.`,
    );
  };

  const publish = (name: string, handler = find(name).handler): string => {
    const [{ definition, handlers }] = named(name);
    return arnOf(definition, handlers.push(handler));
  };

  return { find, publish };
};
