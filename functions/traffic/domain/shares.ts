import { brief } from '../../platform/brief.ts';
import { InvalidInputError } from '../../platform/errors.ts';
import type { Sides, Split } from './traffic.ts';

type Shares = Readonly<Record<string, number>>;

/** Shares closer than this, in percent, are the same: an alias's weights are floating point. */
const tolerance = 1e-6;

/** Rounds a percentage to 1e-6, so that 0.1 × 100 reads as 10. */
export const rounded = (percent: number): number => Math.round(percent * 1e6) / 1e6;

/** Turns weights of any positive total into percentages that add up to 100. */
export const sharesOfWeights = (weights: Shares): Record<string, number> => {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const byWeight = Object.entries(weights).toSorted(([, a], [, b]) => a - b);
  const smaller = byWeight
    .slice(0, -1)
    .map(([name, weight]) => [name, rounded((weight / total) * 100)] as const);
  const largest = byWeight.slice(-1).map(([name]) => {
    const taken = smaller.reduce((sum, [, share]) => sum + share, 0);
    return [name, rounded(100 - taken)] as const;
  });
  const shares = Object.fromEntries([...smaller, ...largest]);
  return Object.fromEntries(Object.keys(weights).map((name) => [name, shares[name] ?? 0]));
};

const covers = (shares: Shares, others: Shares): boolean =>
  Object.entries(shares).every(
    ([name, share]) => Math.abs(share - (others[name] ?? 0)) < tolerance,
  );

const areSameShares = (a: Shares, b: Shares): boolean => covers(a, b) && covers(b, a);

/** Whether two splits send the same shares to the same targets. */
export const isSameSplit = (a: Split, b: Split): boolean =>
  areSameShares(a.shares, b.shares) && areSameShares(a.foreign, b.foreign);

/** Whether a split gives the canary this share, stable the rest, and nothing to anybody else. */
export const isSplitAt = (split: Split, sides: Sides, share: number): boolean =>
  Object.keys(split.foreign).length === 0 &&
  areSameShares(split.shares, { [sides.stable]: 100 - share, [sides.canary]: share });

/** The longest ARN of a target group is whole within this, and nothing much longer is repeated. */
const longestName = 200;

/** A split in words, such as "blue 70 %, green 30 %". */
export const splitText = (split: Split): string =>
  Object.entries({ ...split.shares, ...split.foreign })
    .map(([name, share]) => `${brief(name, longestName)} ${share} %`)
    .join(', ');

/** @throws InvalidInputError unless the share is a whole percentage, the unit of a plan's steps. */
export const requireShare = (share: number): void => {
  if (Number.isInteger(share) && share >= 0 && share <= 100) return;
  throw new InvalidInputError('the traffic shift', [
    { path: 'share', value: String(share), allowed: 'a whole number from 0 to 100' },
  ]);
};
