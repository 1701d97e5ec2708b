import type { Random } from '../sandbox/random.ts';
import { binomial } from '../sandbox/world/draws.ts';

/** The simulated service: lognormal, and a p95 that follows from the two. */
const medianMs = 80;
export const p99Ms = 400;
const zOfP99 = 2.3263478740408408;
const zOfP95 = 1.6448536269514722;
const sigma = Math.log(p99Ms / medianMs) / zOfP99;
export const p95Ms = medianMs * Math.exp(sigma * zOfP95);

/** The share of requests that are slower than so many milliseconds. */
export type Slower = (milliseconds: number) => number;

/** 1 - Phi(z), with a relative error below 1.2e-7 (Numerical Recipes' erfc). */
const upper = (z: number): number => {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398,
    1.48851587, -0.82215223, 0.17087277,
  ];
  const sum = terms.toReversed().reduce((total, term) => total * t + term, 0);
  const half = (t * Math.exp(-x * x + sum)) / 2;
  return z >= 0 ? half : 1 - half;
};

export const usual: Slower = (ms) => (ms <= 0 ? 1 : upper(Math.log(ms / medianMs) / sigma));

/** All of it slower by a factor. */
export const slowedBy =
  (factor: number): Slower =>
  (ms) =>
    usual(ms / factor);

/** Only the tail slower: nothing changes up to p95, beyond it p99 grows by the factor. */
export const tailSlowedBy = (factor: number): Slower => {
  const stretch = Math.log((factor * p99Ms) / p95Ms) / Math.log(p99Ms / p95Ms);
  return (ms) => usual(ms <= p95Ms ? ms : p95Ms * (ms / p95Ms) ** (1 / stretch));
};

/** Edges are so many times as far from 0 as the one before, from 167 ms on. */
const width = 1.2;

/** Where a side's requests are counted, in milliseconds; 500 is one of the edges. */
export const edges: readonly number[] = [
  40,
  80,
  120,
  ...Array.from({ length: 17 }, (_, index) => 500 * width ** (index - 6)),
];

/** For each edge the share that is slower than it, of those that are slower than the edge before. */
export const oddsOf = (slower: Slower): number[] =>
  edges.map((edge, index) => slower(edge) / (index === 0 ? 1 : slower(edges[index - 1] as number)));

/** How many of the requests are slower than each edge. */
export const drawAbove = (random: Random, total: number, odds: readonly number[]): number[] => {
  const above: number[] = [];
  let left = total;
  for (const odd of odds) {
    left = left === 0 ? 0 : binomial(random, left, odd);
    above.push(left);
  }
  return above;
};

/** How to count what is slower than a time between two edges. */
export interface Cut {
  /** The first edge that is not below it. */
  readonly index: number;
  /** The share of what lies between the edges that is slower. */
  readonly odds: number;
}

export const cutAt = (ms: number, slower: Slower): Cut => {
  const found = edges.findIndex((edge) => edge >= ms);
  const index = found === -1 ? edges.length : found;
  const below = index === 0 ? 1 : slower(edges[index - 1] as number);
  const beyond = index === edges.length ? 0 : slower(edges[index] as number);
  return { index, odds: (slower(ms) - beyond) / (below - beyond) };
};

export const countAt = (
  random: Random,
  total: number,
  above: readonly number[],
  { index, odds }: Cut,
): number => {
  const beyond = above[index] ?? 0;
  const below = index === 0 ? total : (above[index - 1] as number);
  return beyond + (below === beyond ? 0 : binomial(random, below - beyond, odds));
};

/** A quantile as a histogram gives it, interpolated between edges; undefined without requests. */
export const quantileOf = (
  total: number,
  above: readonly number[],
  quantile: number,
): number | undefined => {
  if (total === 0) return undefined;
  const slower = (1 - quantile) * total;
  const index = above.findIndex((count) => count <= slower);
  if (index === 0) return edges[0];
  const [below, beyond] =
    index === -1
      ? [above.at(-1) as number, 0]
      : [above[index - 1] as number, above[index] as number];
  const from = edges[index === -1 ? edges.length - 1 : index - 1] as number;
  const to = index === -1 ? from * width : (edges[index] as number);
  return from * (to / from) ** ((below - slower) / (below - beyond));
};
