import { scaleLinear } from 'd3-scale';
import { type Markup, markup } from './markup.ts';
import { clockText } from './time-text.ts';

/** The area of a plot: pixels of the drawing and the scales of time (seconds) and value. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (seconds: number) => number;
  readonly y: (value: number) => number;
  readonly times: readonly number[];
  readonly values: readonly number[];
  /** What stands at a value of the axis. */
  readonly say: (value: number) => string;
}

export interface FrameSize {
  readonly width: number;
  readonly height: number;
  /** Space above the plot, in pixels. */
  readonly top: number;
  readonly maximumTimes: number;
}

const minutesApart = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440];

const timesOf = (from: number, to: number, maximum: number): number[] => {
  const fitting = minutesApart.find((minutes) => (to - from) / (minutes * 60) <= maximum);
  const apart = (fitting ?? 1440) * 60;
  const first = Math.ceil(from / apart) * apart;
  const count = Math.max(0, Math.floor((to - first) / apart) + 1);
  return Array.from({ length: count }, (_, index) => first + index * apart);
};

export const frameOf = (
  size: FrameSize,
  seconds: readonly [number, number],
  values: readonly [number, number],
  unit = '',
): Frame => {
  const { width, height, top } = size;
  const [left, right, bottom] = [46, width - 14, height - 26];
  const [from, to] = seconds[0] < seconds[1] ? seconds : [seconds[0], seconds[0] + 60];
  const y = scaleLinear().domain(values).range([bottom, top]);
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    x: scaleLinear().domain([from, to]).range([left, right]),
    y,
    times: timesOf(from, to, size.maximumTimes),
    values: y.ticks(4),
    say: (value) => `${value}${unit}`,
  };
};

/** Pixels with one decimal, so that the same plot is the same text everywhere. */
export const pixels = (value: number): string => String(Math.round(value * 10) / 10);

const hourMinute = (seconds: number): string => clockText(seconds).slice(0, -3);

/** Lines of the grid with the values at the left and hours:minutes below. */
export const gridOf = (frame: Frame): Markup => markup`<g class="grid">${frame.values.map(
  (value) => markup`
<line x1="${frame.left}" x2="${frame.right}" y1="${pixels(frame.y(value))}" y2="${pixels(frame.y(value))}"/>
<text x="${frame.left - 7}" y="${pixels(frame.y(value) + 4)}" text-anchor="end">${frame.say(value)}</text>`,
)}${frame.times.map(
  (at) => markup`
<line class="tick" x1="${pixels(frame.x(at))}" x2="${pixels(frame.x(at))}" y1="${frame.bottom}" y2="${frame.bottom + 4}"/>
<text x="${pixels(frame.x(at))}" y="${frame.bottom + 17}" text-anchor="middle">${hourMinute(at)}</text>`,
)}
<line class="axis" x1="${frame.left}" x2="${frame.right}" y1="${frame.bottom}" y2="${frame.bottom}"/></g>`;
