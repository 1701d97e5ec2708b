import { area, curveStepAfter, line } from 'd3-shape';
import type { Rehearsal } from '../rehearsal.ts';
import { type Frame, frameOf, gridOf, pixels } from './frame.ts';
import { type Markup, markup } from './markup.ts';
import { type Moment, momentsOf } from './moments.ts';
import { clockText } from './time-text.ts';

const flagRows = 3;
const flagHeight = 19;

interface Flag {
  readonly moment: Moment;
  readonly number: number;
  readonly row: number;
}

/** Moments so close together that their flags would cover each other go into different rows. */
const flagsOf = (moments: readonly Moment[], frame: Frame): Flag[] => {
  const taken: number[] = Array.from({ length: flagRows }, () => Number.NEGATIVE_INFINITY);
  return moments.map((moment, index) => {
    const x = frame.x(moment.at);
    const free = taken.findIndex((until) => x - until >= flagHeight);
    const row = free === -1 ? index % flagRows : free;
    taken[row] = x;
    return { moment, number: index + 1, row };
  });
};

const drawnFlag = ({ moment, number, row }: Flag, frame: Frame): Markup => {
  const x = pixels(frame.x(moment.at));
  const y = 12 + row * flagHeight;
  return markup`<g class="flag ${moment.kind}"><title>${clockText(moment.at)} ${moment.text}</title>
<line x1="${x}" x2="${x}" y1="${y}" y2="${frame.bottom}"/><circle cx="${x}" cy="${y}" r="8.5"/>
<text x="${x}" y="${y + 4}" text-anchor="middle">${number}</text></g>`;
};

const sentence = (rehearsal: Rehearsal): string =>
  rehearsal.weights
    .map(({ at, canary, others = 0 }) => {
      const rest = others === 0 ? '' : `, others ${others} %,`;
      return `${canary} %${rest} from ${clockText(at)}`;
    })
    .join(', ');

type Point = Pick<Rehearsal['weights'][number], 'at' | 'canary' | 'others'>;

const hasOthers = ({ weights }: Rehearsal): boolean => weights.some(({ others }) => others);

/** What has traffic besides the two sides hangs from the top. */
const othersShare = (points: readonly Point[], frame: Frame): Markup => {
  const x = ({ at }: Point) => frame.x(at);
  const y = ({ others = 0 }: Point) => frame.y(100 - others);
  const above = area<Point>(x, frame.top, y).curve(curveStepAfter).digits(1);
  return markup`<path class="others-share" d="${above(points)}"/>`;
};

const shares = (rehearsal: Rehearsal, frame: Frame): Markup => {
  // People may go on after the run has ended, where the plot ends too.
  const until = rehearsal.virtualSeconds * 1.02;
  const seen = rehearsal.weights.filter(({ at }) => at <= until);
  const points: Point[] = [...seen, { canary: 0, ...seen.at(-1), at: until }];
  const x = ({ at }: Point) => frame.x(at);
  const y = ({ canary }: Point) => frame.y(canary);
  const below = area<Point>(x, frame.bottom, y).curve(curveStepAfter).digits(1);
  const edge = line<Point>(x, y).curve(curveStepAfter).digits(1);
  return markup`<rect class="stable-share" x="${frame.left}" y="${frame.top}" width="${frame.right - frame.left}" height="${frame.bottom - frame.top}"/>
${hasOthers(rehearsal) && othersShare(points, frame)}<path class="canary-share" d="${below(points)}"/><path class="canary-edge" d="${edge(points)}"/>`;
};

const legend = (moments: readonly Moment[]): Markup =>
  markup`<ol class="moments">${moments.map(
    ({ at, kind, text }, index) =>
      markup`
<li class="${kind}"><span class="number">${index + 1}</span><time>${clockText(at)}</time> ${text}</li>`,
  )}</ol>`;

/** The canary's share over time with everything that happened marked, and what the marks mean. */
export const weightsPlot = (rehearsal: Rehearsal): Markup => {
  const moments = momentsOf(rehearsal);
  const top = 16 + (moments.length > 0 ? flagRows * flagHeight : 0);
  const size = { width: 1000, height: 240 + top, top, maximumTimes: 12 };
  const frame = frameOf(size, [0, rehearsal.virtualSeconds * 1.02], [0, 100], ' %');
  const flags = flagsOf(moments, frame);
  return markup`<div class="scroll"><svg class="plot wide" viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-labelledby="weights-title weights-text">
<title id="weights-title">Share of the canary in percent over time</title>
<desc id="weights-text">${sentence(rehearsal)}</desc>
${shares(rehearsal, frame)}${gridOf(frame)}${flags.map((flag) => drawnFlag(flag, frame))}
</svg></div>
<p class="key"><span><i class="swatch canary-swatch"></i>canary, % of traffic</span><span><i class="swatch stable-swatch"></i>stable</span>${hasOthers(rehearsal) && markup`<span><i class="swatch others-swatch"></i>others</span>`}<span class="note">time: hours:minutes since the start, virtual</span></p>
${moments.length > 0 && legend(moments)}`;
};
