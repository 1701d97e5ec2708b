import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './source.ts';

export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Packaged {
  readonly template: Template;
  /** Each function's archive, by the function's name in serverless.yml. */
  readonly archives: Readonly<Record<string, Buffer>>;
}

const run = promisify(execFile);

/** The framework says on stdout what is wrong. */
const said = (failure: { readonly stdout: string; readonly stderr: string }): never => {
  throw new Error(`serverless package failed: ${failure.stdout}${failure.stderr}`);
};

/** Runs `serverless package` as a user without credentials would, into a folder of its own. */
export const packageStack = async (functions: readonly string[]): Promise<Packaged> => {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-package-'));
  const read = (name: string) => readFile(join(folder, name));
  try {
    const { PATH, HOME } = process.env;
    const program = join(root, 'node_modules/serverless/bin/serverless.js');
    const options = { cwd: root, env: { PATH, HOME } };
    await run(process.execPath, [program, 'package', '--package', folder], options).catch(said);
    const template = JSON.parse(
      (await read('cloudformation-template-update-stack.json')).toString('utf8'),
    );
    const archives = await Promise.all(
      functions.map(async (name) => [name, await read(`${name}.zip`)] as const),
    );
    return { template, archives: Object.fromEntries(archives) };
  } finally {
    await rm(folder, { recursive: true });
  }
};

export const resourcesOf = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);

/** The property at a path such as `DeadLetterConfig.TargetArn`, undefined where there is none. */
export const propertyOf = (resource: Resource | undefined, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null
          ? (value as Record<string, unknown>)[key]
          : undefined,
      resource?.Properties,
    );

/** The logical id that a reference names: `Ref` or `Fn::GetAtt`. */
export const referenced = (value: unknown): string | undefined => {
  const { Ref, 'Fn::GetAtt': attribute } = (value ?? {}) as {
    Ref?: string;
    'Fn::GetAtt'?: readonly string[];
  };
  return Ref ?? attribute?.[0];
};

/** The logical id of a function's resource, by the function's name in serverless.yml. */
export const functionId = (name: string): string =>
  `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', 'Dash')}LambdaFunction`;

export const functionResource = (template: Template, name: string): Resource | undefined =>
  template.Resources[functionId(name)];
