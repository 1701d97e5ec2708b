import { readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { deployment, root } from './deployment.ts';

export interface Bundle {
  readonly file: string;
  readonly bytes: number;
  /** With gzip -9. */
  readonly gzipBytes: number;
  /** Bytes of the bundle by the package that they come from, largest first. */
  readonly packages: readonly (readonly [name: string, bytes: number])[];
}

const { esbuild } = deployment.custom;
const extension = String(esbuild.outputFileExtension);

/** Options of serverless-esbuild that are none of esbuild's. */
const pluginOptions = new Set(['exclude', 'concurrency', 'outputFileExtension']);

/** What serverless-esbuild hands to esbuild for the options that serverless.yml has. */
const packagedOptions: BuildOptions = {
  ...Object.fromEntries(Object.entries(esbuild).filter(([name]) => !pluginOptions.has(name))),
  external: esbuild.exclude as string[],
  outExtension: { '.js': extension },
};

/** The same without what serverless.yml leaves out of a bundle and replaces in it. */
const plainOptions: BuildOptions = { ...packagedOptions, alias: {}, external: [] };

const packageOf = (path: string): string =>
  /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'evenkeel';

type Inputs = Readonly<Record<string, { readonly bytesInOutput: number }>>;

const packagesIn = (inputs: Inputs): Bundle['packages'] => {
  const sums = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const name = packageOf(path);
    sums.set(name, (sums.get(name) ?? 0) + bytesInOutput);
  }
  return [...sums].sort(([, one], [, other]) => other - one);
};

/** Bundles a source file into a folder: plainly, or as `serverless package` does. */
export const bundle = async (
  source: string,
  outdir: string,
  { plain = false } = {},
): Promise<Bundle> => {
  const options = plain ? plainOptions : packagedOptions;
  const places = { absWorkingDir: root, entryPoints: [source], outdir };
  const { metafile } = await build({ ...options, ...places, metafile: true });
  const file = join(outdir, `${parse(source).name}${extension}`);
  const contents = readFileSync(file);
  return {
    file,
    bytes: contents.length,
    gzipBytes: gzipSync(contents, { level: 9 }).length,
    packages: packagesIn(Object.values(metafile.outputs)[0]?.inputs ?? {}),
  };
};
