import { line } from 'd3-shape';
import { oddsText } from '../../functions/rollout/domain/evidence/odds.ts';
import type { Evidence, Rehearsal } from '../rehearsal.ts';
import { type Frame, frameOf, gridOf, pixels } from './frame.ts';
import { type Markup, markup } from './markup.ts';
import { section } from './table.ts';
import { clockText } from './time-text.ts';

type Grown = Evidence & Required<Pick<Evidence, 'evidence'>>;

const isGrown = (evidence: Evidence): evidence is Grown => evidence.evidence !== undefined;

/** Tens of times: what is drawn ends at 1 : 100 and at 1,000,000 : 1. */
const range = [-2, 6] as const;
const marks = [-2, 0, 2, 4, 6];

const tens = (log: number): number => Math.min(range[1], Math.max(range[0], log / Math.LN10));

const markText = (value: number): string => {
  if (value === 0) return 'even';
  return value < 0 ? '1:100' : `${{ 2: '100', 4: '10k', 6: '1M' }[value] ?? value}:1`;
};

const frameFor = (points: readonly Grown[]): Frame => {
  const [from, to] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const size = { width: 1_030, height: 250, top: 16, maximumTimes: 14 };
  return {
    ...frameOf(size, [from, Math.max(to, from + 60)], range),
    values: marks,
    say: markText,
  };
};

interface Trace {
  readonly metric: string;
  readonly title: string;
  readonly points: readonly { readonly at: number; readonly log: number }[];
}

const tracesOf = (points: readonly Grown[]): Trace[] => {
  const traces = new Map<string, { title: string; points: { at: number; log: number }[] }>();
  for (const { at, metrics } of points)
    for (const { metric, title, evidence, importance, dryRun } of metrics) {
      if (evidence === undefined || importance !== 'critical' || dryRun) continue;
      const trace = traces.get(metric) ?? { title, points: [] };
      trace.points.push({ at, log: evidence });
      traces.set(metric, trace);
    }
  return [...traces].map(([metric, trace]) => ({ metric, ...trace }));
};

const path = (
  points: readonly { readonly at: number; readonly log: number }[],
  frame: Frame,
): string =>
  line<{ at: number; log: number }>(
    ({ at }) => frame.x(at),
    ({ log }) => frame.y(tens(log)),
  ).digits(1)([...points]) ?? '';

const traceOf = ({ title, points }: Trace, index: number, frame: Frame): Markup => {
  const last = points.at(-1);
  return markup`<path class="trace trace-${index % 4}" d="${path(points, frame)}"><title>${title}: ${oddsText(last?.log ?? 0)} at the end</title></path>`;
};

/** Where the evidence of all metrics together reached what rolls back. */
const decided = (points: readonly Grown[], frame: Frame): Markup | null => {
  const first = points.find(({ evidence }) => evidence.log >= evidence.needed);
  if (first === undefined) return null;
  const [x, y] = [frame.x(first.at), frame.y(tens(first.evidence.log))];
  return markup`<g class="bad regress"><title>${clockText(first.at)} rolled back: ${first.because}</title>
<circle cx="${pixels(x)}" cy="${pixels(y)}" r="7"/></g>`;
};

const regressionStart = ({ regression }: Rehearsal, frame: Frame): Markup | null => {
  const x = regression === null ? Number.NaN : frame.x(regression.startsAt);
  if (!(x >= frame.left && x <= frame.right)) return null;
  return markup`<line class="regression-start" x1="${pixels(x)}" x2="${pixels(x)}" y1="${frame.top}" y2="${frame.bottom}"><title>the regression starts</title></line>`;
};

const drawing = (rehearsal: Rehearsal, points: readonly Grown[]): Markup => {
  const frame = frameFor(points);
  const needed = points[0]?.evidence.needed ?? 0;
  const y = pixels(frame.y(tens(needed)));
  const together = points.map(({ at, evidence }) => ({ at, log: evidence.log }));
  return markup`<div class="scroll"><svg class="plot wide" viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-labelledby="certainty-title certainty-text">
<title id="certainty-title">How the evidence grew that the canary is worse</title>
<desc id="certainty-text">At the end ${oddsText(together.at(-1)?.log ?? 0)}; ${oddsText(needed)} rolls back.</desc>
${gridOf(frame)}<line class="needed" x1="${frame.left}" x2="${frame.right}" y1="${y}" y2="${y}"/>
<text x="${frame.left + 6}" y="${pixels(frame.y(tens(needed)) - 6)}">rolls back at ${oddsText(needed)}</text>
${regressionStart(rehearsal, frame)}${tracesOf(points).map((trace, index) => traceOf(trace, index, frame))}
<path class="together" d="${path(together, frame)}"/>${decided(points, frame)}
</svg></div>
<p class="key"><span><i class="swatch together-line"></i>all critical metrics together, as far as the canary is beyond a limit</span>${tracesOf(points).map(({ title }, index) => markup`<span><i class="swatch trace-line trace-line-${index % 4}"></i>${title}</span>`)}</p>`;
};

/** How the evidence grew until it decided; only of the judge that weighs any. */
export const certaintySection = (rehearsal: Rehearsal): Markup | null => {
  const points = rehearsal.evidence.filter(isGrown);
  if (points.length === 0) return null;
  return section(
    'certainty',
    'How sure it is that the canary is worse',
    drawing(rehearsal, points),
    'Each metric is a bet against a canary that is no worse: the height says how many times its stake has grown. If the canary is no worse, the lines together reach the dashed one in at most the part of all rollouts that the plan allows.',
  );
};
