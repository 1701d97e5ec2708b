import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bundle, bundle } from './bundle.ts';
import { functionSources } from './deployment.ts';
import { type Bench, limited, type Row } from './row.ts';

const limitBytes = 250_000;
const shownPackages = 6;

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

const largestParts = (name: string, { packages, bytes }: Bundle): Row => ({
  what: `largest parts of ${name}, before gzip`,
  measured: packages
    .slice(0, shownPackages)
    .map(([part, size]) => `${part} ${((100 * size) / bytes).toFixed(0)} %`)
    .join(', '),
});

/** Bundles all functions into a folder that is removed afterwards. */
export const withBundles = async <Result>(
  use: (bundles: ReadonlyMap<string, Bundle>, folder: string) => Promise<Result>,
): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-bench-'));
  try {
    const bundles = new Map<string, Bundle>();
    for (const [name, source] of Object.entries(functionSources()))
      bundles.set(name, await bundle(source, folder));
    return await use(bundles, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** The size of each function as esbuild makes it with the options of serverless.yml. */
export const bundleSizes: Bench = {
  name: 'bundles',
  about: 'The bundle of each function, made as serverless.yml says, with gzip -9.',
  measure: () =>
    withBundles(async (bundles) => {
      const bySize = [...bundles].sort(([, one], [, other]) => other.gzipBytes - one.gzipBytes);
      const rows = bySize.map(([name, { gzipBytes }]) =>
        limited(name, gzipBytes, { below: limitBytes }, kilobytes),
      );
      return [...rows, ...bySize.slice(0, 1).map(([name, largest]) => largestParts(name, largest))];
    }),
};
