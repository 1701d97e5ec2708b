import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { InvalidInputError, mistakeLine } from '../functions/platform/errors.ts';
import { cataloguePath, readPlan } from '../functions/rollout/read-plan.ts';

const mistakesOf = async (service: string): Promise<string[]> => {
  try {
    await readPlan(service);
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.mistakes.map(mistakeLine);
    return [error instanceof Error ? error.message : String(error)];
  }
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
  const mistakes = await Promise.all(
    services.map(async (service) =>
      (await mistakesOf(service)).map((line) => `${cataloguePath(service)}: ${line}`),
    ),
  );
  return mistakes.flat();
};
