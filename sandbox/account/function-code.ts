import { pathToFileURL } from 'node:url';
import type { Context as LambdaContext } from 'aws-lambda';
import type { FunctionDefinition } from './template.ts';

/** A function's handler as Lambda calls it. */
export type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<unknown>;

const loaded = new Map<string, Promise<LambdaHandler>>();

const load = async ({ name, file, exported }: FunctionDefinition): Promise<LambdaHandler> => {
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  const handler = module[exported];
  if (typeof handler === 'function') return handler as LambdaHandler;
  throw new TypeError(`${file} exports no function "${exported}", which function ${name} names.`);
};

/**
 * The handlers of all functions, imported once per process. They are loaded before the clock runs: an
 * import takes real time, during which the virtual clock would jump.
 */
export const loadHandlers = async (
  definitions: Iterable<FunctionDefinition>,
): Promise<Record<string, LambdaHandler>> => {
  const entries = [...definitions].map(async (definition) => {
    const key = `${definition.file}#${definition.exported}`;
    const handler = loaded.get(key) ?? load(definition);
    loaded.set(key, handler);
    return [definition.name, await handler] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
};
