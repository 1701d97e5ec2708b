import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { InvalidInputError, mistakeLine } from '../functions/platform/errors.ts';
import type { Plan } from '../functions/rollout/domain/plan.ts';
import { cataloguePath, readPlan } from '../functions/rollout/read-plan.ts';

interface Entry {
  readonly file: string;
  /** Missing where the entry is wrong. */
  readonly plan?: Plan;
  readonly mistakes: readonly string[];
}

const mistakesIn = (error: unknown): string[] => {
  if (error instanceof InvalidInputError) return error.mistakes.map(mistakeLine);
  return [error instanceof Error ? error.message : String(error)];
};

const readEntry = async (service: string): Promise<Entry> => {
  const file = cataloguePath(service);
  try {
    return { file, plan: await readPlan(service), mistakes: [] };
  } catch (error) {
    return { file, mistakes: mistakesIn(error) };
  }
};

/** What a rollout moves. */
const movedBy = ({ traffic }: Plan): string =>
  traffic.kind === 'alb'
    ? `traffic.rule: ${traffic.rule}`
    : `traffic: function ${traffic.function} with alias ${traffic.alias}`;

/**
 * A lease is of a service's name: two rollouts under two names would move the same weights. The functions
 * read one entry at a time, so this is seen only here.
 */
const sharedTraffic = (entries: readonly Entry[]): string[] => {
  const known = entries.flatMap(({ file, plan }) => (plan ? [{ file, moved: movedBy(plan) }] : []));
  return [...Map.groupBy(known, ({ moved }) => moved)].flatMap(([moved, [first, ...others]]) =>
    others.map(
      ({ file }) =>
        `${file}: ${moved} is in ${first?.file} too; allowed: one entry for what one rollout moves`,
    ),
  );
};

/**
 * Everything wrong in the catalogue of the current folder, one line for each mistake with its file
 * and path. Entries are read as the functions read them.
 */
export const checkCatalogue = async (): Promise<string[]> => {
  const files = await readdir('catalog/services');
  const services = files
    .filter((file) => file.endsWith('.yml'))
    .map((file) => basename(file, '.yml'));
  const entries = await Promise.all(services.toSorted().map(readEntry));
  const wrong = entries.flatMap(({ file, mistakes }) => mistakes.map((line) => `${file}: ${line}`));
  return [...wrong, ...sharedTraffic(entries)];
};
