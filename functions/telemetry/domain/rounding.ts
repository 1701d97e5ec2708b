/** Which way a count is rounded that is no whole number. */
export type Rounding = 'up' | 'down' | 'nearest';

/** What sums of fractions are off by, and events are not. */
const noise = 1e-6;

const rounders: Readonly<Record<Rounding, (value: number) => number>> = {
  up: (value) => Math.ceil(value - noise),
  down: (value) => Math.floor(value + noise),
  nearest: (value) => Math.round(value),
};

/**
 * Whole numbers whose running sums are those of the values, rounded: what is rounded away in one
 * bucket counts in the next, so that all buckets together are off by less than one event.
 */
export const wholeCounts = (values: readonly number[], rounding: Rounding): number[] => {
  const round = rounders[rounding];
  let sum = 0;
  let counted = 0;
  return values.map((value) => {
    sum += value;
    const whole = Math.max(0, round(sum) - counted);
    counted += whole;
    return whole;
  });
};
