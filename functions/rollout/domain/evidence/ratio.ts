import { rateRatio, shareOfEvents } from './counts.ts';
import { dispersionOf, type Past } from './dispersion.ts';
import type { countedTogether } from './seen.ts';

const alpha = 0.05;

/** A larger ratio tells of the arithmetic and not of the canary: it has no upper bound. */
const mostTimes = 1e6;

const hundredths = (value: number): number => Number(value.toPrecision(3));

/**
 * How many times as many bad events the canary has for each request, as an interval that holds at
 * every look at once, and the dispersion that it takes into account. Nothing of what is not counted.
 */
export const ratioOf = (
  counted: ReturnType<typeof countedTogether>,
  past: Past,
): { ratio?: readonly [number, number | undefined]; dispersion?: number } => {
  if (counted === undefined) return {};
  const { canary, stable } = counted.block;
  const dispersion = dispersionOf(past, counted.isShare);
  const exposure = canary.total + stable.total;
  const share = exposure === 0 ? 0 : canary.total / exposure;
  if (share <= 0 || share >= 1) return { dispersion: hundredths(dispersion) };
  const events = { canary: canary.events / dispersion, stable: stable.events / dispersion };
  const [low, high] = shareOfEvents(events, share, alpha);
  const upper = rateRatio(high, share);
  return {
    ratio: [
      hundredths(Math.min(rateRatio(low, share), mostTimes)),
      upper > mostTimes ? undefined : hundredths(upper),
    ],
    dispersion: hundredths(dispersion),
  };
};
