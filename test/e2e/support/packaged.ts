import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { filesUnder, root } from '../../support/source.ts';
import type { Template } from '../../support/template.ts';

export interface Packaged {
  /** What `.serverless` would hold: the templates and an archive for each function. */
  readonly folder: string;
  readonly template: Template;
}

/** Everything that decides what the package becomes. */
const inputFiles = ['serverless.yml', 'package.json', 'package-lock.json', 'tsconfig.json'];
const inputFolders = ['catalog', 'functions', 'infra', 'statemachines'];

const shelf = join(root, '.e2e/package');
/** After a mistake that esbuild finds, the framework never ends by itself. */
const packageTimeout = 120_000;
const patience = 2 * packageTimeout;
const keptFor = 3_600_000;

type Inputs = ReadonlyMap<string, Buffer>;

const readInputs = async (): Promise<Inputs> => {
  const paths = [...inputFiles, ...inputFolders.flatMap((folder) => filesUnder(folder, ''))];
  const read = paths.map(async (path) => [path, await readFile(join(root, path))] as const);
  return new Map(await Promise.all(read));
};

const keyOf = (inputs: Inputs): string => {
  const hash = createHash('sha256');
  for (const [path, content] of inputs) hash.update(`${path}\0${content.length}\0`).update(content);
  return hash.digest('hex').slice(0, 16);
};

/** Milliseconds since it was made or used last; 0 for what is not there. */
const age = async (path: string): Promise<number> => {
  const found = await stat(path).catch(() => undefined);
  return found ? Date.now() - found.mtimeMs : 0;
};

/** The framework says on stdout what is wrong, esbuild on stderr. */
const said = (failure: { readonly stdout: string; readonly stderr: string }): never => {
  throw new Error(`serverless package failed: ${failure.stdout}${failure.stderr}`);
};

/** Packages a copy, as a user without credentials would: `.serverless` and `.esbuild` are not touched. */
const packageCopy = async (inputs: Inputs, copy: string): Promise<void> => {
  for (const [path, content] of inputs) {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await writeFile(join(copy, path), content);
  }
  const { PATH, HOME } = process.env;
  const program = join(root, 'node_modules/serverless/bin/serverless.js');
  const options = { cwd: copy, env: { PATH, HOME }, timeout: packageTimeout };
  await promisify(execFile)(process.execPath, [program, 'package'], options).catch(said);
};

const clearShelf = async (): Promise<void> => {
  for (const name of await readdir(shelf)) {
    const path = join(shelf, name);
    if ((await age(path)) > keptFor) await rm(path, { recursive: true, force: true });
  }
};

/** Whether this process is the one to do the work; another that never finished is given up. */
const takesTurn = async (copy: string): Promise<boolean> => {
  if ((await age(copy)) > patience) await rm(copy, { recursive: true, force: true });
  return mkdir(copy).then(
    () => true,
    () => false,
  );
};

const work = async (inputs: Inputs, copy: string, folder: string): Promise<void> => {
  try {
    if (existsSync(folder)) return;
    await packageCopy(inputs, copy);
    await rename(join(copy, '.serverless'), folder);
    await clearShelf();
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
};

const folderFor = async (inputs: Inputs): Promise<string> => {
  const folder = join(shelf, keyOf(inputs));
  const copy = `${folder}.work`;
  await mkdir(shelf, { recursive: true });
  while (!existsSync(folder)) {
    if (await takesTurn(copy)) await work(inputs, copy, folder);
    else await pause(200);
  }
  const now = new Date();
  await utimes(folder, now, now);
  return folder;
};

const read = async (): Promise<Packaged> => {
  const folder = await folderFor(await readInputs());
  const text = await readFile(join(folder, 'cloudformation-template-update-stack.json'), 'utf8');
  return { folder, template: JSON.parse(text) };
};

let reading: Promise<Packaged> | undefined;

/**
 * The stack as `serverless package` makes it from the present files: once, however many test files ask,
 * and again only when a file that decides it has changed. It takes up to a minute and needs no AWS account.
 */
export const packaged = (): Promise<Packaged> => {
  reading ??= read();
  return reading;
};
