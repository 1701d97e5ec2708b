import { readFileSync } from 'node:fs';

const texts = new Map<string, string>();

/**
 * The text of a file of the project, read once per process and without waiting: time that passes in
 * reality would let the virtual clock jump.
 */
export const fileText = (path: string): string => {
  const text = texts.get(path) ?? readFileSync(path, 'utf8');
  texts.set(path, text);
  return text;
};
