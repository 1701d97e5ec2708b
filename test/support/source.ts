import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

export const readSource = (path: string): string => readFileSync(join(root, path), 'utf8');

/** All files under a folder, as paths from the project's root, sorted. */
export const filesUnder = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();

const tokens = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;

/** The source without comments; with `blankStrings` quoted text is emptied too. */
export const codeOf = (source: string, blankStrings = false): string =>
  source.replace(tokens, (token) => {
    if (token.startsWith('/')) return ' ';
    return blankStrings ? "''" : token;
  });

export interface Import {
  /** As written for a package; from the project's root for a file. */
  readonly from: string;
  /** What stands between `import` and `from`, empty for an import without names. */
  readonly names: string;
  /** Gone when the code runs. */
  readonly isType: boolean;
}

const statements = [
  /\b(?:import|export)\s+(type\s+)?([\w*{}\s,$]*?)\s*from\s*'([^']+)'/g,
  /\bimport\s*()()'([^']+)'/g,
  /\bimport\s*()()\(\s*'([^']+)'/g,
];

/** Everything that a file imports, dynamic imports and re-exports included. */
export const importsOf = (path: string, source: string): Import[] =>
  statements.flatMap((statement) =>
    [...codeOf(source).matchAll(statement)].map(([, type, names = '', from = '']) => ({
      names: names.trim(),
      isType: Boolean(type),
      from: from.startsWith('.') ? posix.join(posix.dirname(path), from) : from,
    })),
  );

/** The files that are loaded with a file, itself included, by following its imports. */
export const reachableFrom = (path: string): string[] => {
  const found = new Set([path]);
  for (const each of found)
    for (const { from, isType } of importsOf(each, readSource(each)))
      if (from.startsWith('functions/') && !isType) found.add(from);
  return [...found];
};

/** Whether a file, or anything loaded with it, reads files that are shipped with the function. */
export const reachesShippedFiles = (path: string): boolean =>
  reachableFrom(path).some((file) =>
    importsOf(file, readSource(file)).some(({ names }) => /\breadShippedFile\b/.test(names)),
  );
