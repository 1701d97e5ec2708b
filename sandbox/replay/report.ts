import { oddsText } from '../../functions/rollout/domain/evidence/odds.ts';
import type { MetricVerdict } from '../../functions/rollout/domain/verdict.ts';
import { durationText } from '../report/time-text.ts';
import { counted } from '../report/words.ts';
import { paragraph } from '../terminal/layout.ts';
import { paint, type Screen, type Tone } from '../terminal/screen.ts';
import { tableLines } from '../terminal/table.ts';
import { wrap } from '../terminal/wrap.ts';
import type { Recording } from './command.ts';
import type { Decision } from './deciding.ts';
import { leftOutText } from './json-lines.ts';
import type { Line } from './replay.ts';

/** What is written of one recording, as it is judged. */
export interface Page {
  readonly note: (sentence: string) => void;
  readonly line: (line: Line) => void;
  readonly decide: (decision: Decision) => void;
}

export interface Pages {
  readonly page: (recording: Recording) => Page;
  /** What is said of all of them together. */
  readonly end: () => void;
}

const tones: Readonly<Record<Line['verdict'], Tone>> = {
  pass: 'good',
  regress: 'bad',
  inconclusive: 'doubt',
  blind: 'dark',
};

const decisionTones = { promote: 'good', 'roll-back': 'bad', hold: 'doubt' } as const;

const timeOf = (at: string): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

const labelWidth = 'inconclusive'.length;
const textColumn = '2026-03-02 12:00:00'.length + 2 + labelWidth + 2;

const drawn = (at: string, label: string, tone: Tone, text: string, screen: Screen): string => {
  const [first = '', ...rest] = wrap(text, screen.columns() - textColumn);
  const head = `${paint(screen, 'dim', timeOf(at))}  ${paint(screen, tone, label.padEnd(labelWidth))}  `;
  return [`${head}${first}`, ...rest.map((each) => ' '.repeat(textColumn) + each)].join('\n');
};

const gapText = ({ gaps, missingSeconds }: Recording['survey']): string =>
  gaps === 0 ? '' : `, ${durationText(missingSeconds)} missing in ${counted(gaps, 'gap')}`;

const opening = ({ source, survey, plan, leftOut }: Recording, service: string, screen: Screen) => {
  const { judge, steps } = plan.rollout;
  const weights = steps.map(({ weight }) => `${weight} %`).join(', ');
  const recorded = `${counted(survey.buckets, 'bucket')} from ${timeOf(survey.first ?? '')} to ${timeOf(survey.last ?? '')} UTC${gapText(survey)}`;
  return [
    paint(screen, 'strong', `replay of ${source.file}`),
    paragraph('recorded', recorded, screen),
    paragraph('plan    ', `${plan.service} (${service}), judge ${judge}, ${weights}`, screen),
    ...(leftOut.length > 0 ? [paragraph('note    ', leftOutText(leftOut), screen)] : []),
    '',
  ].join('\n');
};

const numberText = (value: number | undefined): string =>
  value === undefined ? '-' : String(Number(value.toPrecision(4)));

const row = (metric: MetricVerdict): string[] => {
  const { title, verdict, canary, stable, limit, unit, exposure, aboveMilliseconds } = metric;
  const tail = aboveMilliseconds === undefined ? '' : ` slower than ${aboveMilliseconds} ms`;
  return [
    `${title}${tail}${unit === '' ? '' : `, ${unit}`}`,
    verdict,
    numberText(canary),
    numberText(stable),
    numberText(limit),
    `${Math.round(exposure.canary)} and ${Math.round(exposure.stable)}`,
    metric.evidence === undefined ? '-' : oddsText(metric.evidence),
  ];
};

const columns = [
  { title: 'metric' },
  { title: 'verdict', width: 12 },
  { title: 'canary', width: 7 },
  { title: 'stable', width: 7 },
  { title: 'limit', width: 7 },
  { title: 'counted', width: 14 },
  { title: 'evidence', width: 12 },
];

/** What each metric said in the bucket that decided; odds only where the judge weighs evidence. */
const evidence = (metrics: readonly MetricVerdict[], screen: Screen): string[] => {
  if (metrics.length === 0) return [];
  const shown = metrics.some((metric) => metric.evidence !== undefined)
    ? columns
    : columns.slice(0, -1);
  const rows = metrics.map((metric) => row(metric).slice(0, shown.length));
  return ['', ...tableLines(shown, rows, screen.columns())];
};

const closing = ({ decision, at, because, metrics }: Decision, screen: Screen): string =>
  [
    '',
    `${paint(screen, decisionTones[decision], decision.toUpperCase().replace('-', ' '))}  decided by the bucket of ${timeOf(at)} UTC`,
    paragraph('because', because, screen),
    ...evidence(metrics, screen),
    '',
  ].join('\n');

/** A line for each change of the weight or of the verdict, and not for each bucket. */
const changes = (screen: Screen): Page['line'] => {
  let [weight, meaning] = [0, ''];
  return (line) => {
    const { at, verdict, because, part } = line;
    if (line.weight !== weight) {
      weight = line.weight;
      const text = `canary ${weight} %, stable ${Number((100 - weight).toFixed(6))} %`;
      screen.write(`${drawn(at, 'traffic', 'traffic', text, screen)}\n`);
    }
    const said = `${weight} ${part} ${verdict}`;
    if (said === meaning) return;
    meaning = said;
    const label = part === 'baseline' ? part : verdict;
    const tone = part === 'baseline' ? 'dim' : tones[verdict];
    screen.write(`${drawn(at, label, tone, because, screen)}\n`);
  };
};

const summary = (decided: readonly (readonly [string, Decision])[], screen: Screen): string =>
  tableLines(
    [
      { title: 'file' },
      { title: 'decision', width: 9 },
      { title: 'decided by the bucket of', width: 24 },
    ],
    decided.map(([file, { decision, at }]) => [file, decision, timeOf(at)]),
    screen.columns(),
  ).join('\n');

/** The report for a person, written while it is judged. */
export const reportPages = (
  recordings: readonly Recording[],
  screen: Screen,
  service: string,
): Pages => {
  const decided: (readonly [string, Decision])[] = [];
  return {
    page: (recording) => {
      screen.write(`${opening(recording, service, screen)}\n`);
      return {
        note: (sentence) => screen.write(`${paragraph('note    ', sentence, screen)}\n`),
        line: changes(screen),
        decide: (decision) => {
          decided.push([recording.source.file, decision]);
          screen.write(`${closing(decision, screen)}\n`);
        },
      };
    },
    end: () => {
      if (recordings.length > 1) screen.write(`${summary(decided, screen)}\n`);
    },
  };
};
