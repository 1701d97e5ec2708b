import type { LiveEvent, Rehearsal } from '../rehearsal.ts';
import { endedAsExpected } from '../report/reaction.ts';
import { screenOf } from '../terminal/screen.ts';
import { tableLines } from '../terminal/table.ts';
import { type Release, rollOutLive } from './live-rollout.ts';
import { howToInstall, installedPrometheus } from './prometheus.ts';

const screen = screenOf(process.stdout, process.env);

const secondsText = (seconds: number): string => `${Math.round(seconds)} s`;

const lineOf = (event: LiveEvent): string | undefined => {
  switch (event.kind) {
    case 'weights':
      return `traffic: canary ${event.canary} %, stable ${100 - event.canary} %`;
    case 'evidence':
      return `${event.evidence.verdict}: ${event.evidence.because}`;
    case 'notification':
      return `told: ${event.notification.subject}`;
    case 'end':
      return event.outcome;
    default:
      return undefined;
  }
};

/** Numbers change with every bucket; what is said of them only now and then. */
const meaningOf = (line: string): string =>
  line.startsWith('pass') ? 'pass' : line.replaceAll(/[\d.,]+/g, '#');

const said = new Map<string, string>();

const tell = ({ name }: Release, event: LiveEvent): void => {
  const line = lineOf(event);
  if (line === undefined) return;
  const key = `${name} ${event.kind}`;
  if (event.kind === 'evidence' && said.get(key) === meaningOf(line)) return;
  said.set(key, meaningOf(line));
  screen.write(`${String(Math.round(event.at)).padStart(4)} s  ${name.padEnd(7)} ${line}\n`);
};

/** From the first request on the canary to the last, as the weights say it. */
const exposureOf = ({ weights }: Rehearsal): string => {
  const from = weights.find(({ canary }) => canary > 0)?.at;
  const back = weights.findLast(({ canary }) => canary === 0)?.at;
  return from === undefined || back === undefined || back < from ? '-' : secondsText(back - from);
};

const table = (rehearsals: readonly Rehearsal[]): string =>
  tableLines(
    [
      { title: 'release', width: 8 },
      { title: 'outcome', width: 12 },
      { title: 'because' },
      { title: 'real time', width: 9 },
      { title: 'canary had traffic', width: 18 },
    ],
    rehearsals.map((each) => [
      each.scenario,
      `${each.outcome}${endedAsExpected(each) ? '' : ' (!)'}`,
      each.because,
      secondsText(each.virtualSeconds),
      exposureOf(each),
    ]),
    screen.columns(),
  ).join('\n');

const run = async (): Promise<number> => {
  if (installedPrometheus() === undefined) {
    process.stderr.write(`${howToInstall}\n`);
    return 2;
  }
  screen.write(
    'Two releases of a sample service on this machine, in real time: v2 of `good` is as good as v1, v2 of\n`errors` answers 3 % with errors. Traffic, Prometheus, machine and handlers are real; AWS is simulated.\n\n',
  );
  const rehearsals = await rollOutLive({
    onReady: (version) => screen.write(`Prometheus ${version} scrapes both, each second\n\n`),
    onEvent: tell,
  });
  screen.write(`\n${table(rehearsals)}\n`);
  const isWell = ({ invariants }: Rehearsal): boolean => invariants.every(({ held }) => held);
  return rehearsals.every((each) => endedAsExpected(each) && isWell(each)) ? 0 : 1;
};

process.exitCode = await run();
