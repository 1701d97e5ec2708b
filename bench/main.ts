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

const names = benches.map(({ name }) => name).join(', ');

const help = `Usage: npm run bench -- [bench] [--runs <count>] [--seed <number>] [--quick] [--full]

Measures ${names}; without a name all of them, each --quick.
The README in bench/ says what each measures and what its flags mean.`;

const flags = {
  full: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  runs: { type: 'string' },
  seed: { type: 'string', default: '1' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const words = () => {
  try {
    return parseArgs({ options: flags, allowPositionals: true });
  } catch (error) {
    if (error instanceof TypeError) return { misread: error.message };
    throw error;
  }
};

const asked = () => {
  const read = words();
  if ('misread' in read) return { mistakes: [`${read.misread}\n${help}`] };
  const { values, positionals } = read;
  if (values.help) return { mistakes: [], help };
  const unknown = positionals.find((name) => benches.every((each) => each.name !== name));
  const runs = values.runs === undefined ? undefined : Number(values.runs);
  const seed = Number(values.seed);
  const isCount = (value: number): boolean => Number.isInteger(value) && value > 0;
  const mistakes = [
    unknown !== undefined && `bench: "${unknown}"; ${names}`,
    runs !== undefined && !isCount(runs) && `--runs: "${values.runs}"; 1 up`,
    !isCount(seed) && `--seed: "${values.seed}"; 1 up`,
  ].filter((mistake) => mistake !== false);
  const chosen = benches.filter(({ name }) => positionals.length === 0 || name === positionals[0]);
  const quick = values.quick || positionals.length === 0;
  return { mistakes, chosen, options: { full: values.full, quick, runs, seed, print } };
};

const { mistakes, help: helped, chosen = [], options } = asked();
if (mistakes.length > 0) {
  process.stderr.write(`${mistakes.join('\n')}\n`);
  process.exitCode = 2;
} else if (helped !== undefined || options === undefined) {
  print([help]);
} else {
  const [processor] = cpus();
  const load = loadavg()[0]?.toFixed(1);
  print([`Node ${process.versions.node}, ${processor?.model}, load ${load}`]);
  for (const each of chosen) await runBench(each, options);
}
