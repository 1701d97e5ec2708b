import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { bundle } from './bundle.ts';
import { withBundles } from './bundles.ts';
import { median } from './percentile.ts';
import { type Bench, limited } from './row.ts';

const run = promisify(execFile);
const rounds = 7;
const largestRatio = 1.3;

/** What Lambda sets and Powertools and the SDK look at while they load. */
const environment = {
  AWS_REGION: 'eu-central-1',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  LAMBDA_TASK_ROOT: '/var/task',
  AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
};

const program = `const before = process.cpuUsage();
const { handler } = await import(process.argv[1]);
const { user, system } = process.cpuUsage(before);
process.stdout.write(String((user + system) / 1000));
if (typeof handler !== 'function') throw new Error('no handler');
process.exit();`;

/**
 * Milliseconds of CPU that a fresh process needs to load a bundle: at 512 MB a function has less than
 * one processor, and the machine's other work disturbs it less than the wall time.
 */
const importMilliseconds = async (file: string): Promise<number> => {
  const call = ['--input-type=module', '--eval', program, pathToFileURL(file).href];
  const { stdout } = await run(process.execPath, call, { env: environment });
  return Number(stdout);
};

interface Pair {
  readonly baseline: number;
  readonly own: number;
}

/** In each round every file once, each beside the baseline, so that both meet the same machine. */
const interleaved = async (
  baseline: string,
  files: ReadonlyMap<string, string>,
  count: number,
): Promise<ReadonlyMap<string, readonly Pair[]>> => {
  const pairs = new Map([...files.keys()].map((name) => [name, [] as Pair[]]));
  for (let round = 0; round < count; round++)
    for (const [name, file] of files)
      pairs.get(name)?.push({
        baseline: await importMilliseconds(baseline),
        own: await importMilliseconds(file),
      });
  return pairs;
};

const ratioOf = (pairs: readonly Pair[]): number =>
  median(pairs.map(({ own }) => own)) / median(pairs.map(({ baseline }) => baseline));

/**
 * How much longer a function loads than what every function of its kind has to load. The yardstick is
 * plainly bundled: what serverless.yml does so that bundles load faster is to our credit.
 */
export const importTime: Bench = {
  name: 'import-time',
  about:
    'CPU time of loading each bundle in a fresh process, as a ratio to bench/baseline.ts plainly bundled; medians of interleaved rounds.',
  measure: ({ runs = rounds }) =>
    withBundles(async (bundles, folder) => {
      const plain = await bundle('bench/baseline.ts', join(folder, 'plain'), { plain: true });
      const packaged = await bundle('bench/baseline.ts', folder);
      const files = new Map([...bundles].map(([name, { file }]) => [name, file]));
      files.set('the baseline with the options of serverless.yml', packaged.file);
      const pairs = await interleaved(plain.file, files, runs);
      const baselines = [...pairs.values()].flat().map(({ baseline }) => baseline);
      const size = `${(plain.gzipBytes / 1000).toFixed(0)} kB`;
      const ratios = [...pairs]
        .map(([name, each]) => [name, ratioOf(each)] as const)
        .sort(([, one], [, other]) => other - one);
      return [
        {
          what: 'the baseline itself',
          measured: `${median(baselines).toFixed(0)} ms of CPU, ${size}`,
        },
        ...ratios.map(([name, ratio]) =>
          limited(name, ratio, { atMost: largestRatio }, (value) => value.toFixed(2)),
        ),
      ];
    }),
};
