import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { type Resource, resourcesOf, type Template } from '../../support/template.ts';

const runtime = fileURLToPath(new URL('lambda-runtime.ts', import.meta.url));
const bootstrap = `#!/bin/sh\nexec '${process.execPath}' '${runtime}'\n`;

type Properties = Record<string, unknown>;
type Files = Readonly<Record<string, string>>;

/** The archive with a bootstrap, and with these files in place of its own. @returns its hash. */
const adaptArchive = async (path: string, files: Files): Promise<string> => {
  const packed: Zippable = unzipSync(await readFile(path));
  const isShipped = Object.keys(packed).some((name) => name.startsWith('catalog/'));
  if (isShipped) for (const [name, text] of Object.entries(files)) packed[name] = strToU8(text);
  packed.bootstrap = [strToU8(bootstrap), { os: 3, attrs: 0o755 << 16 }];
  const archive = zipSync(packed, { level: 0 });
  await writeFile(path, archive);
  return createHash('sha256').update(archive).digest('base64');
};

const nameOf = ({ Properties }: Resource): string =>
  String((Properties.Code as { S3Key: string }).S3Key)
    .split('/')
    .at(-1) ?? '';

interface Definition {
  readonly States: Readonly<Record<string, { TimeoutSeconds?: unknown }>>;
}

/** Gives every time limit of the machine that is an expression this number of seconds. */
const limitWaits = (seconds: number, { Properties }: Resource): void => {
  const substituted = (Properties.DefinitionString as { 'Fn::Sub': [string, unknown] })['Fn::Sub'];
  const definition: Definition = JSON.parse(substituted[0]);
  for (const state of Object.values(definition.States))
    if (typeof state.TimeoutSeconds === 'string') state.TimeoutSeconds = seconds;
  substituted[0] = JSON.stringify(definition);
};

/**
 * Changes a packaged stack to what MiniStack can run. Everything that is changed stands here:
 *
 * - functions run on Lambda's Runtime API with a bootstrap, because MiniStack's own Node runtime loses
 *   the names of errors;
 * - waits for a token take a literal number of seconds, because MiniStack evaluates none;
 * - the catalogue holds the services of the test.
 */
export const adaptPackage = async (
  folder: string,
  { tickSeconds, catalogue }: { readonly tickSeconds: number; readonly catalogue: Files },
): Promise<void> => {
  const path = join(folder, 'serverless-state.json');
  const state = JSON.parse(await readFile(path, 'utf8'));
  const template: Template = state.service.provider.compiledCloudFormationTemplate;
  const hashes = new Map<string, string>();
  for (const [id, resource] of resourcesOf(template, 'AWS::Lambda::Function')) {
    hashes.set(id, await adaptArchive(join(folder, nameOf(resource)), catalogue));
    (resource.Properties as Properties).Runtime = 'provided.al2023';
  }
  for (const [, { Properties }] of resourcesOf(template, 'AWS::Lambda::Version'))
    (Properties as Properties).CodeSha256 = hashes.get(
      (Properties.FunctionName as { Ref: string }).Ref,
    );
  for (const [, machine] of resourcesOf(template, 'AWS::StepFunctions::StateMachine'))
    limitWaits(tickSeconds, machine);
  await writeFile(path, JSON.stringify(state));
};
