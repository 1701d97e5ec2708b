import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Findings } from './explore.ts';
import { type Variant, variants } from './variants.ts';

/** How a variant was found, or not. */
export interface Tried {
  readonly variant: Variant;
  /** The rehearsal that broke, counted from 1; undefined when none did. */
  readonly rehearsal: number | undefined;
  readonly invariant: string | undefined;
  /** Whether it is one of the invariants that the variant must break. */
  readonly isFound: boolean;
}

const here = (file: string): string => resolve(import.meta.dirname, file);

const outputOf = (words: readonly string[]): Promise<string> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const text = { out: '', errors: '' };
    child.stdout.on('data', (chunk) => {
      text.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      text.errors += chunk;
    });
    child.on('error', fail);
    child.on('close', (code) => {
      if (text.out !== '') done(text.out);
      else
        fail(new Error(`explore ${words.slice(2).join(' ')} ended with ${code}: ${text.errors}`));
    });
  });

/** Explores a variant in a process of its own, without saying where its guard is missing. */
export const tryVariant = async (variant: Variant, runs: number): Promise<Tried> => {
  const words = [
    ...['--import', here('variant-loader.ts'), here('main.ts'), 'rollout'],
    ...['--variant', variant.name, '--quick', '--runs', String(runs), '--json'],
  ];
  const { broken } = JSON.parse(await outputOf(words)) as Findings;
  const invariants = broken?.violations.map(({ invariant }) => invariant) ?? [];
  const found = variant.breaks.find((invariant) => invariants.includes(invariant));
  return {
    variant,
    rehearsal: broken?.rehearsal,
    invariant: found ?? invariants[0],
    isFound: found !== undefined,
  };
};

/** Tries every variant, some at a time. */
export const tryVariants = async (
  runs: number,
  atOnce: number,
  tell: (tried: Tried) => void,
): Promise<readonly Tried[]> => {
  const waiting = [...variants];
  const tried: Tried[] = [];
  const work = async (): Promise<void> => {
    for (let variant = waiting.shift(); variant; variant = waiting.shift()) {
      const one = await tryVariant(variant, runs);
      tell(one);
      tried.push(one);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return tried;
};
