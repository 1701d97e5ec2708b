import { parse } from 'yaml';
import { readSource } from './source.ts';

interface DeployedFunction {
  readonly handler: string;
  readonly role: string;
  readonly timeout?: number;
}

interface Deployment {
  readonly provider: { readonly timeout: number };
  readonly functions: Readonly<Record<string, DeployedFunction>>;
}

/** serverless.yml as it is written, variables unresolved. */
export const deployment: Deployment = parse(readSource('serverless.yml'));

/** Each function with its time limit in seconds. */
export const functionTimeouts: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(deployment.functions).map(([name, { timeout }]) => [
    name,
    timeout ?? deployment.provider.timeout,
  ]),
);

/** The source of a function's handler, by the function's name. */
export const sourceOf = (name: string): string =>
  `${deployment.functions[name]?.handler.replace(/\.handler$/, '')}.ts`;
