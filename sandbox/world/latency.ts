import { slotOf } from '../account/cloudwatch/samples.ts';
import type { Random } from '../random.ts';
import { binomial } from './draws.ts';
import type { LatencySetup } from './setup.ts';

/** A lognormal distribution cut into bins 1.5 % wide, or 400 if it is very wide. */
export interface LatencyShape {
  readonly milliseconds: readonly number[];
  /** The probability of each bin for a request that is in none of the bins before. */
  readonly odds: readonly number[];
  /** Slots of the bins by scale: almost every minute has the same one. */
  readonly slots: Map<number, readonly number[]>;
}

/** Values and how often they were drawn. */
export interface LatencyTable {
  readonly slots: number[];
  readonly counts: number[];
}

const normalP99 = 2.3263;
const lowest = -3.5;
const highest = 4.5;
const mostBins = 400;
const binWidth = 0.015;

const density = (z: number): number => Math.exp((-z * z) / 2);

export const latencyShape = ({ medianMs, p99Ms }: LatencySetup): LatencyShape => {
  const sigma = Math.max(0.01, Math.log(p99Ms / medianMs) / normalP99);
  const bins = Math.min(mostBins, Math.ceil(((highest - lowest) * sigma) / binWidth));
  const step = (highest - lowest) / bins;
  const middles = Array.from({ length: bins }, (_, index) => lowest + (index + 0.5) * step);
  const weights = middles.map(density);
  let left = weights.reduce((sum, weight) => sum + weight, 0);
  const odds = weights.map((weight) => {
    const odd = Math.min(1, weight / left);
    left -= weight;
    return odd;
  });
  return {
    milliseconds: middles.map((z) => medianMs * Math.exp(sigma * z)),
    odds,
    slots: new Map(),
  };
};

const mostScales = 16;

const slotsAt = ({ milliseconds, slots }: LatencyShape, scale: number): readonly number[] => {
  const known = slots.get(scale);
  if (known !== undefined) return known;
  if (slots.size >= mostScales) slots.clear();
  const fresh = milliseconds.map((value) => slotOf(value * scale));
  slots.set(scale, fresh);
  return fresh;
};

/**
 * Draws how many of `requests` fall into each bin and adds them to the table; `scale` turns the
 * shape's milliseconds into the unit of the table.
 */
export const drawLatencies = (
  random: Random,
  shape: LatencyShape,
  requests: number,
  scale: number,
  table: LatencyTable,
): void => {
  const { odds } = shape;
  const slots = slotsAt(shape, scale);
  let left = requests;
  for (let bin = 0; bin < odds.length && left > 0; bin++) {
    const isLast = bin === odds.length - 1;
    const count = isLast ? left : binomial(random, left, odds[bin] as number);
    if (count === 0) continue;
    table.slots.push(slots[bin] as number);
    table.counts.push(count);
    left -= count;
  }
};
