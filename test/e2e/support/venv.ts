import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execute } from './execute.ts';

const folder = join(process.cwd(), '.e2e', 'venv');
const marker = join(folder, 'requirements.sha256');

/** The exact pins, one `package==version` each. */
export const requirements: readonly string[] = readFileSync(
  new URL('../requirements.txt', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter(Boolean);

/** `moto[server]==5.2.4` is the package `moto`. */
export const packageOf = (requirement: string): string => requirement.split(/[[=]/, 1)[0] ?? '';

const hash = (pins: readonly string[]) =>
  createHash('sha256').update(pins.join('\n')).digest('hex');

const isReady = (pins: readonly string[]) =>
  existsSync(marker) && readFileSync(marker, 'utf8') === hash(pins);

/** The path of a program in the virtual environment, such as `cfn-lint`. */
export const pythonProgram = (name: string): string => {
  const path = join(folder, 'bin', name);
  if (!existsSync(path))
    throw new Error(`${path} is missing: \`npm run test:e2e\` installs the emulators first.`);
  return path;
};

const pip = (...args: string[]) =>
  execute(pythonProgram('python'), ['-m', 'pip', '--disable-pip-version-check', ...args]);

const isUsable = 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))';

const makeEmpty = async () => {
  const python = process.env.PYTHON ?? 'python3';
  const { code, output } = await execute(python, ['-c', isUsable]);
  if (code !== 0)
    throw new Error(
      'The emulators need Python 3.10 or later with its venv module: install both ' +
        '(on Debian `apt-get install python3 python3-venv`), or name another Python in PYTHON.' +
        `\n${output}`,
    );
  await rm(folder, { recursive: true, force: true });
  const made = await execute(python, ['-m', 'venv', folder]);
  if (made.code !== 0) throw new Error(`${folder} could not be made.\n${made.output}`);
};

/** Makes the virtual environment with these pins, unless it is there. */
export const prepareVenv = async (pins: readonly string[] = requirements): Promise<void> => {
  if (isReady(pins)) return;
  await makeEmpty();
  const { code, output } = await pip('install', '--quiet', ...pins);
  if (code !== 0)
    throw new Error(
      `${pins.join(', ')} could not be installed with pip: allow it to reach a package index ` +
        `(pypi.org, or the one in PIP_INDEX_URL) and run this again.\n${output}`,
    );
  await writeFile(marker, hash(pins));
};

/** The pins that the package index serves now. */
export const servedRequirements = async (): Promise<readonly string[]> => {
  if (isReady(requirements)) return requirements;
  await makeEmpty();
  const served: string[] = [];
  for (const pin of requirements) {
    const { code } = await pip('install', '--dry-run', '--no-deps', '--quiet', pin);
    if (code === 0) served.push(pin);
  }
  return served;
};
