import { line } from 'd3-shape';
import type { MetricVerdict } from '../../functions/rollout/domain/verdict.ts';
import type { Rehearsal } from '../rehearsal.ts';
import { type Frame, frameOf, gridOf, pixels } from './frame.ts';
import { type Markup, markup } from './markup.ts';
import { isBad, isUnseen, type MetricSeries, type Point } from './metric-series.ts';
import { clockText } from './time-text.ts';
import { counted, valueText } from './words.ts';

type Curve = 'stable' | 'limit' | 'canary';

/** Shares near zero start there; all else shows its own range, so that a difference can be seen. */
const rangeOf = ({ points, latest }: MetricSeries): readonly [number, number] => {
  const values = points.flatMap(({ verdict }) =>
    [verdict.canary, verdict.stable, verdict.limit].filter((value) => value !== undefined),
  );
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || Math.abs(high) || 1) * 0.12;
  if (latest.kind !== 'gauge' && latest.unit === '%' && low < 50)
    return [Math.min(0, low), high + room];
  return [Math.max(0, low - room), high + room];
};

const curveOf = (curve: Curve, points: readonly Point[], frame: Frame): Markup => {
  const draw = line<Point>(
    ({ at }) => frame.x(at),
    ({ verdict }) => frame.y(verdict[curve] ?? 0),
  )
    .defined(({ verdict }) => verdict[curve] !== undefined)
    .digits(1);
  return markup`<path class="curve ${curve}" d="${draw([...points])}"/>`;
};

const unseen = (point: Point, frame: Frame): Markup =>
  markup`<g class="unseen"><title>${clockText(point.at)} not seen: ${point.verdict.because}</title>
<rect x="${pixels(frame.x(point.at) - 3)}" y="${frame.top}" width="6" height="${frame.bottom - frame.top}"/></g>`;

const bad = (point: Point, frame: Frame): Markup | null => {
  if (point.verdict.canary === undefined) return null;
  const [x, y] = [frame.x(point.at), frame.y(point.verdict.canary)];
  const arm = 4.5;
  return markup`<g class="bad ${point.verdict.verdict}"><title>${clockText(point.at)} ${point.verdict.because}</title>
<circle cx="${pixels(x)}" cy="${pixels(y)}" r="8"/>
<path d="M${pixels(x - arm)} ${pixels(y - arm)}L${pixels(x + arm)} ${pixels(y + arm)}M${pixels(x - arm)} ${pixels(y + arm)}L${pixels(x + arm)} ${pixels(y - arm)}"/></g>`;
};

const steps = (rehearsal: Rehearsal, frame: Frame, from: number): Markup[] =>
  rehearsal.weights
    .filter(({ at }) => at >= from && frame.x(at) <= frame.right)
    .map(({ at, canary }) => {
      const x = pixels(frame.x(at));
      return markup`<g class="step"><line x1="${x}" x2="${x}" y1="${frame.top - 4}" y2="${frame.bottom}"/>
<text x="${x}" y="${frame.top - 8}" text-anchor="middle">${canary} %</text></g>`;
    });

const regressionStart = ({ regression }: Rehearsal, frame: Frame): Markup | null => {
  const x = regression === null ? Number.NaN : frame.x(regression.startsAt);
  if (!(x >= frame.left && x <= frame.right)) return null;
  return markup`<line class="regression-start" x1="${pixels(x)}" x2="${pixels(x)}" y1="${frame.top}" y2="${frame.bottom}"><title>the regression starts</title></line>`;
};

const description = (series: MetricSeries): string => {
  const badCount = series.points.filter(isBad).length;
  const unseenCount = series.points.filter(isUnseen).length;
  return `${counted(series.points.length, 'evaluation')}, ${badCount} beyond the limit, ${unseenCount} not seen. Last: ${series.latest.because}`;
};

const drawing = (rehearsal: Rehearsal, series: MetricSeries, id: string): Markup => {
  const { points } = series;
  const [from, to] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const size = { width: 500, height: 230, top: 26, maximumTimes: 7 };
  const frame = frameOf(size, [from, Math.max(to, from + 60)], rangeOf(series));
  return markup`<svg class="plot" viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">${series.latest.title}: canary against stable over time</title>
<desc id="${id}-text">${description(series)}</desc>
${points.filter(isUnseen).map((point) => unseen(point, frame))}${gridOf(frame)}${steps(rehearsal, frame, from)}${regressionStart(rehearsal, frame)}
${(['limit', 'stable', 'canary'] as const).map((curve) => curveOf(curve, points, frame))}
${points.filter(isBad).map((point) => bad(point, frame))}
</svg>`;
};

/** The unit of a plan's own may be long and stands in the heading. */
const latestValues = ({ latest }: MetricSeries): Markup => {
  const unit = latest.kind === 'gauge' || latest.kind === 'distribution' ? '' : latest.unit;
  return markup`<p class="values">
<span class="canary-text">canary ${valueText(latest.canary, unit)}</span>
<span class="stable-text">stable ${valueText(latest.stable, unit)}</span>
<span class="limit-text">limit ${valueText(latest.limit, unit)}</span></p>`;
};

const unitText = ({ unit, aboveMilliseconds }: MetricVerdict): string =>
  aboveMilliseconds === undefined
    ? unit
    : `${unit} of requests slower than ${Math.round(aboveMilliseconds)} ms`;

const tagNote = ({ dryRun, importance, decides }: MetricVerdict): string => {
  if (dryRun) return ', dry run';
  return importance === 'critical' && !decides ? ', cannot decide now' : '';
};

/** One metric: canary against stable with the limit, bad evaluations marked, and the last sentence. */
export const metricPlot = (rehearsal: Rehearsal, series: MetricSeries, index: number): Markup => {
  const { latest } = series;
  return markup`<figure class="metric">
<figcaption><h3>${latest.title}${latest.unit !== '' && markup` <small>${unitText(latest)}</small>`}
<span class="tag">${latest.importance}${tagNote(latest)}</span></h3>
${latestValues(series)}</figcaption>
${drawing(rehearsal, series, `metric-${index + 1}`)}
<p class="because verdict-${latest.verdict}"><b>${latest.verdict}</b> ${latest.because}</p>
</figure>`;
};
