import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Findings } from './explore.ts';
import type { Variant } from './variant.ts';
import { variantsOf } from './variants.ts';

/** How a variant was found, or not. */
export interface Tried {
  readonly variant: string;
  /** The rehearsal that broke, counted from 1; missing when none did. */
  readonly rehearsal?: number;
  readonly invariant?: string;
  /** Whether it is one of the invariants that the variant must break. */
  readonly isFound: boolean;
}

const here = (file: string): string => resolve(import.meta.dirname, file);

/** A process that the machine has ended, for want of memory perhaps, has a signal and no exit code. */
const endedText = (
  words: readonly string[],
  ended: number | NodeJS.Signals | null,
  errors: string,
): string => `explore ${words.slice(2).join(' ')} ended with ${ended}: ${errors}`;

/** Dozens of processes load nearly the same code: what one has compiled the next need not. */
const environment = {
  NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
  ...process.env,
};

const outputOf = (words: readonly string[]): Promise<string> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, words, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment,
    });
    const text = { out: '', errors: '' };
    child.stdout.on('data', (chunk) => {
      text.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      text.errors += chunk;
    });
    child.on('error', fail);
    child.on('close', (code, signal) => {
      if (text.out !== '') done(text.out);
      else fail(new Error(endedText(words, code ?? signal, text.errors)));
    });
  });

/**
 * Explores a variant in a process of its own, without saying where its guard is missing.
 *
 * @returns undefined when it was interrupted.
 */
const tryVariant = async (variant: Variant, runs: number): Promise<Tried | undefined> => {
  const words = [
    ...['--import', here('variant-loader.ts'), here('main.ts'), variant.workflow],
    ...['--variant', variant.name, '--quick', '--runs', String(runs), '--json'],
  ];
  const { workflows } = JSON.parse(await outputOf(words)) as { workflows: readonly Findings[] };
  const [broken] = workflows.flatMap((findings) => findings.broken);
  if (!broken && workflows.some(({ ended }) => ended === 'interrupted')) return undefined;
  const invariants = broken?.violations.map(({ invariant }) => invariant) ?? [];
  const found = variant.breaks.find((invariant) => invariants.includes(invariant));
  const invariant = found ?? invariants[0];
  return {
    variant: variant.name,
    ...(broken && { rehearsal: broken.rehearsal }),
    ...(invariant && { invariant }),
    isFound: found !== undefined,
  };
};

export interface Trying {
  /** Random schedules for each variant, after the enumerated ones. */
  readonly runs: number;
  readonly atOnce: number;
  readonly workflows: readonly string[];
  /** Asked before each variant. */
  readonly isStopped: () => boolean;
}

/** Tries every variant of some workflows, some at a time. */
export const tryVariants = async (
  { runs, atOnce, workflows, isStopped }: Trying,
  tell: (tried: Tried) => void,
): Promise<readonly Tried[]> => {
  const waiting = workflows.flatMap(variantsOf);
  const tried: Tried[] = [];
  const work = async (): Promise<void> => {
    while (!isStopped()) {
      const variant = waiting.shift();
      if (!variant) return;
      const one = await tryVariant(variant, runs);
      if (!one) return;
      tell(one);
      tried.push(one);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return tried;
};
