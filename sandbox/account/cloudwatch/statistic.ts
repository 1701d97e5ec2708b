import { NotSimulatedError } from '../service.ts';

/** A range that excludes its lower and includes its upper bound, in the metric's unit or percent. */
export interface Range {
  readonly lower: number;
  readonly upper: number;
  readonly percent: boolean;
}

export type Statistic =
  | { readonly kind: 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount' }
  | { readonly kind: 'quantile'; readonly share: number }
  | { readonly kind: 'trimmed-count' | 'percentile-rank' | 'trimmed-mean'; readonly range: Range };

const basic = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'] as const;
const ranged = { TC: 'trimmed-count', PR: 'percentile-rank', TM: 'trimmed-mean' } as const;

const rangeOf = (lower: string, upper: string): Range => {
  const percent = lower.endsWith('%') || upper.endsWith('%');
  return {
    lower: lower === '' ? Number.NEGATIVE_INFINITY : Number.parseFloat(lower),
    upper: upper === '' ? Number.POSITIVE_INFINITY : Number.parseFloat(upper),
    percent,
  };
};

/** Bounds have at most 10 decimal places and no exponent. */
const parseRanged = (text: string): Statistic | undefined => {
  const number = String.raw`(-?\d+(?:\.\d{1,10})?%?)?`;
  const match = new RegExp(`^(TC|PR|TM)\\(${number}:${number}\\)$`).exec(text);
  if (match === null) return undefined;
  const range = rangeOf(match[2] ?? '', match[3] ?? '');
  const kind = ranged[match[1] as keyof typeof ranged];
  return range.percent && kind !== 'trimmed-mean' ? undefined : { kind, range };
};

const parse = (text: string): Statistic => {
  const simple = basic.find((name) => name === text);
  if (simple !== undefined) return { kind: simple };
  const percentile = /^(p|tm)(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(text);
  if (percentile !== null) {
    const percent = Number(percentile[2]);
    if (percentile[1] === 'p') return { kind: 'quantile', share: percent / 100 };
    const range = { lower: Number.NEGATIVE_INFINITY, upper: percent, percent: true };
    return { kind: 'trimmed-mean', range };
  }
  const statistic = parseRanged(text);
  if (statistic !== undefined) return statistic;
  throw new NotSimulatedError(`the sandbox does not simulate the statistic ${text}.`);
};

const parsed = new Map<string, Statistic>();

/** @throws NotSimulatedError for a statistic that the sandbox does not compute. */
export const parseStatistic = (text: string): Statistic => {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const statistic = parse(text);
  parsed.set(text, statistic);
  return statistic;
};
