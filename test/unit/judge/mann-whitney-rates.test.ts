import { describe, expect, it } from 'vitest';
import { mannWhitney } from '../../../functions/rollout/domain/mann-whitney.ts';
import { type Random, seeded } from '../../../sandbox/random.ts';

type Draw = (random: Random) => number;

const normal: Draw = (random) =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
const skewed: Draw = (random) => Math.exp(normal(random));
const fewErrors: Draw = (random) => [0, 0, 0, 1, 2][Math.floor(random.next() * 5)] ?? 0;
const some = (count: number, draw: Draw, random: Random): number[] =>
  Array.from({ length: count }, () => draw(random));

/** Minutes each of which is half the one before: what real series are more like. */
const drifting = (count: number, random: Random): number[] => {
  let level = normal(random);
  return Array.from({ length: count }, () => {
    level = 0.5 * level + Math.sqrt(0.75) * normal(random);
    return level;
  });
};

const comparisons = 2_000;

/** How many of two equal sides are found higher, and how many lower, at 98 %. */
const falseAlarms = (sample: (random: Random) => number[], seed: number) => {
  const random = seeded(seed);
  let [higher, lower] = [0, 0];
  for (let run = 0; run < comparisons; run++) {
    const { interval } = mannWhitney(sample(random), sample(random));
    if (interval && interval.lower > 0) higher++;
    if (interval && interval.upper < 0) lower++;
  }
  return { higher, lower };
};

/** 1 % of the comparisons and three standard errors. */
const most = comparisons * 0.01 + 3 * Math.sqrt(comparisons * 0.01 * 0.99);

describe('two equal sides of independent minutes', () => {
  it.each([
    [5, 'normal', normal],
    [10, 'normal', normal],
    [30, 'normal', normal],
    [6, 'skewed', skewed],
    [20, 'skewed', skewed],
    [5, 'tied', fewErrors],
    [12, 'tied', fewErrors],
    [30, 'tied', fewErrors],
  ])('differ in at most 1 of 100 looks a side: %d %s values', (count, _what, draw) => {
    const alarms = falseAlarms((random) => some(count, draw, random), 1);

    expect(alarms.higher).toBeLessThan(most);
    expect(alarms.lower).toBeLessThan(most);
  });
});

describe('what makes a distribution advisory', () => {
  it('is that minutes which depend on each other differ several times as often', () => {
    const { higher, lower } = falseAlarms((random) => drifting(20, random), 2);

    expect(higher + lower).toBeGreaterThan(4 * 0.02 * comparisons);
  });

  it('is that one of many looks differs several times as often as one look', () => {
    const random = seeded(3);
    const runs = 200;

    const alarmed = Array.from({ length: runs }, () => {
      const [canary, stable] = [some(40, normal, random), some(40, normal, random)];
      return Array.from({ length: 36 }, (_, at) => at + 5).some((minutes) => {
        const { interval } = mannWhitney(canary.slice(0, minutes), stable.slice(0, minutes));
        return interval !== undefined && (interval.lower > 0 || interval.upper < 0);
      });
    }).filter(Boolean);

    expect(alarmed.length / runs).toBeGreaterThan(3 * 0.02);
  });
});
