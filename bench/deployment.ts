import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

export const root = join(import.meta.dirname, '..');

const Deployment = z.object({
  provider: z.object({ memorySize: z.int(), architecture: z.literal('arm64') }),
  custom: z.object({ esbuild: z.record(z.string(), z.unknown()) }),
  functions: z.record(z.string(), z.object({ handler: z.string() })),
});

const read = (): z.output<typeof Deployment> =>
  Deployment.parse(parse(readFileSync(join(root, 'serverless.yml'), 'utf8')));

/** The part of serverless.yml that size, speed and price depend on. */
export const deployment = read();

/** Each function's source file by its name, from the project's folder. */
export const functionSources = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(deployment.functions).map(([name, { handler }]) => [
      name,
      handler.replace(/\.\w+$/, '.ts'),
    ]),
  );
