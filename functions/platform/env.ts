import type * as z from 'zod/mini';
import { parse } from './parse.ts';
import { environment } from './runtime.ts';

/**
 * Reads the function's environment through a schema, once per environment object, so that a bad
 * deployment fails on its first invocation with the variable's name.
 */
export const environmentReader = <Schema extends z.core.$ZodType>(schema: Schema) => {
  const parsed = new WeakMap<object, z.output<Schema>>();
  return (): z.output<Schema> => {
    const source = environment();
    const known = parsed.get(source);
    if (known !== undefined) return known;
    const fresh = parse(schema, source, 'the environment');
    parsed.set(source, fresh);
    return fresh;
  };
};
