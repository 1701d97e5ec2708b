import { filesUnder, importsOf, readSource } from '../../support/source.ts';

const sent = /\b(?:(\w+)Command|paginate(\w+))\b/g;

/** What the code under functions/ can send, as `client-sns Publish`, with the files that do. */
export const madeCalls = (): ReadonlyMap<string, readonly string[]> => {
  const calls = filesUnder('functions', '.ts').flatMap((file) =>
    importsOf(file, readSource(file))
      .filter(({ from }) => from.startsWith('@aws-sdk/client-'))
      .flatMap(({ from, names }) =>
        [...names.matchAll(sent)].map(([, command, paged]) => ({
          name: `${from.slice('@aws-sdk/'.length)} ${command ?? paged}`,
          file,
        })),
      ),
  );
  return new Map(
    Object.entries(Object.groupBy(calls, ({ name }) => name)).map(([name, found = []]) => [
      name,
      found.map(({ file }) => file),
    ]),
  );
};
