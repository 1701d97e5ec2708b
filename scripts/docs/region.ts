import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A part of a document that is made from the product, between `<!-- name: … -->` and `<!-- /name -->`. */
export interface Region {
  /** The document, from the project's root. */
  readonly file: string;
  readonly name: string;
  /** What should stand there. */
  readonly text: () => string | Promise<string>;
  /** What of it must agree; all of it unless said otherwise. */
  readonly compared?: (text: string) => string;
}

const boundsOf = (document: string, { file, name }: Pick<Region, 'file' | 'name'>) => {
  const opening = new RegExp(`^<!-- ${name}: .*-->$`, 'm').exec(document);
  const start = opening === null ? -1 : opening.index + opening[0].length;
  const end = document.indexOf(`<!-- /${name} -->`, start);
  if (start >= 0 && end >= 0) return { start, end };
  throw new RangeError(
    `${file}: no region ${name}; needed: a line <!-- ${name}: … --> and below it <!-- /${name} -->`,
  );
};

/** What stands in a region of a document. @throws RangeError when the document has no such region. */
export const regionIn = (document: string, region: Pick<Region, 'file' | 'name'>): string => {
  const { start, end } = boundsOf(document, region);
  return document.slice(start, end).trim();
};

/** The document with another text in a region. @throws RangeError when it has no such region. */
export const withRegion = (
  document: string,
  region: Pick<Region, 'file' | 'name'>,
  text: string,
): string => {
  const { start, end } = boundsOf(document, region);
  return `${document.slice(0, start)}\n${text.trim()}\n${document.slice(end)}`;
};

export const readDocument = (file: string): Promise<string> => readFile(join(root, file), 'utf8');

export interface Comparison {
  /** What stands there, and what should: of both what must agree. */
  readonly found: string;
  readonly live: string;
  /** The whole of what should stand there. */
  readonly text: string;
}

/** Holds a region against the product. */
export const compareRegion = async (region: Region): Promise<Comparison> => {
  const { compared = (text: string) => text } = region;
  const text = (await region.text()).trim();
  const found = regionIn(await readDocument(region.file), region);
  return { found: compared(found), live: compared(text), text };
};

/**
 * Brings regions up to date, or only says which are not.
 *
 * @returns one line for each region that was stale.
 */
export const refresh = async (regions: readonly Region[], write: boolean): Promise<string[]> => {
  const lines: string[] = [];
  for (const region of regions) {
    const { found, live, text } = await compareRegion(region);
    if (found === live) continue;
    lines.push(
      `${region.file}: ${region.name} ${write ? 'written' : 'is not what the product says'}`,
    );
    if (write)
      await writeFile(
        join(root, region.file),
        withRegion(await readDocument(region.file), region, text),
      );
  }
  return lines;
};
