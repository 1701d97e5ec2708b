export interface Fenced {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a document, without the indent of the list that they stand in. */
export const fencedIn = (document: string): Fenced[] =>
  [...document.matchAll(/^( *)```(\w+)\n([\s\S]*?)^\1```$/gm)].map(
    ([, indent = '', language = '', text = '']) => ({
      language,
      text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );

/** The scripts of package.json that a document tells the reader to run. */
export const commandsIn = (document: string): string[] =>
  [...document.matchAll(/\bnpm run (?:--silent |-s )?([a-z][\w:-]*)/g)].map(
    ([, name = '']) => name,
  );

export interface Invocation {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The calls of functions that a document tells the reader to make. */
export const invocationsIn = (document: string): Invocation[] =>
  [...document.matchAll(/serverless invoke[^`|]*? -f ([\w-]+)[\s\\]+--data '([^']*)'/g)].map(
    ([, name = '', data = '']) => ({ name, data: JSON.parse(data) }),
  );

/** Where a document's links and pictures lead, those to other sites aside. */
export const linksIn = (document: string): string[] =>
  [...document.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link.split('#')[0] ?? '')
    .filter((link) => link !== '' && !/^[a-z]+:/.test(link));
