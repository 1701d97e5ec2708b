/**
 * Loads the product with a variant's patches: `node --import ./sandbox/explore/variant-loader.ts …`.
 * The variant is named by `--variant`, and by EVENKEEL_VARIANT for the threads of such a process.
 */
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Patch } from './variant.ts';
import { variants } from './variants.ts';

const flag = process.argv.indexOf('--variant');
const name = process.env.EVENKEEL_VARIANT ?? process.argv[flag + 1];
process.env.EVENKEEL_VARIANT = name;

const variant = variants.find((each) => each.name === name);
if (!variant) throw new Error(`There is no variant "${name}".`);

const root = resolve(import.meta.dirname, '../..');
const patched = Map.groupBy(variant.patches, ({ file }) => pathToFileURL(resolve(root, file)).href);

/** @throws when the text to find is not there exactly once. */
const apply = (source: string, { file, find, replace }: Patch): string => {
  if (source.split(find).length === 2) return source.replace(find, () => replace);
  throw new Error(`${file}: "${find}" must occur exactly once for the variant "${name}".`);
};

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    const patches = patched.get(url);
    if (!patches) return loaded;
    return { ...loaded, source: patches.reduce(apply, String(loaded.source)) };
  },
});
