import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { tableLines } from '../sandbox/terminal/table.ts';
import { alarmToStable } from './alarm-to-stable.ts';
import { bundleSizes } from './bundles.ts';
import { cost } from './cost.ts';
import { history } from './history.ts';
import { importTime } from './import-time.ts';
import { judges } from './judge.ts';
import { memory } from './memory.ts';
import type { Bench, BenchOptions, Row } from './row.ts';
import { wallTime } from './wall-time.ts';

const benches: readonly Bench[] = [
  wallTime,
  memory,
  alarmToStable,
  bundleSizes,
  importTime,
  cost,
  history,
  judges,
];

const columns = [
  { title: 'what' },
  { title: 'measured', width: 30 },
  { title: 'to reach', width: 18 },
  { title: '', width: 4 },
];

const print = (lines: readonly string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`);
};

const cells = ({ what, measured, toReach = '', reached }: Row): string[] => [
  what,
  measured,
  toReach,
  reached === undefined ? '' : reached ? 'yes' : 'NO',
];

const runBench = async ({ name, about, measure }: Bench, options: BenchOptions): Promise<void> => {
  print(['', about, `npm run bench -- ${name}`, '']);
  print(tableLines(columns, (await measure(options)).map(cells), 110));
};

const asked = () => {
  const options = {
    full: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    runs: { type: 'string' },
    seed: { type: 'string', default: '1' },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const unknown = positionals.find((name) => benches.every((each) => each.name !== name));
  const runs = values.runs === undefined ? undefined : Number(values.runs);
  const seed = Number(values.seed);
  const isCount = (value: number): boolean => Number.isInteger(value) && value > 0;
  const mistakes = [
    unknown !== undefined && `bench: "${unknown}"; ${benches.map(({ name }) => name).join(', ')}`,
    runs !== undefined && !isCount(runs) && `--runs: "${values.runs}"; 1 up`,
    !isCount(seed) && `--seed: "${values.seed}"; 1 up`,
  ].filter((mistake) => mistake !== false);
  const chosen = benches.filter(({ name }) => positionals.length === 0 || name === positionals[0]);
  const quick = values.quick || positionals.length === 0;
  return { mistakes, chosen, options: { full: values.full, quick, runs, seed, print } };
};

const { mistakes, chosen, options } = asked();
if (mistakes.length > 0) {
  process.stderr.write(`${mistakes.join('\n')}\n`);
  process.exitCode = 2;
} else {
  const [processor] = cpus();
  const load = loadavg()[0]?.toFixed(1);
  print([`Node ${process.versions.node}, ${processor?.model}, load ${load}`]);
  for (const each of chosen) await runBench(each, options);
}
