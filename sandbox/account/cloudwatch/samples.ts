/**
 * Samples as a table of values and how often each occurred. Values are rounded to 3 significant
 * digits and held as the number of their slot, so that tables of many minutes are added up without
 * sorting: slots are in the order of their values. Slots may repeat within a table.
 */
export interface Samples {
  readonly slots: readonly number[];
  readonly counts: readonly number[];
  /** Each slot stands here once, with samples, in the order of the values. */
  readonly isMerged?: true;
}

const mantissas = 900;
const lowestExponent = -330;

const positiveSlot = (value: number): number => {
  let exponent = Math.floor(Math.log10(value));
  let mantissa = Math.round(
    exponent >= 2 ? value / 10 ** (exponent - 2) : value * 10 ** (2 - exponent),
  );
  if (mantissa >= 1000) {
    mantissa = 100;
    exponent += 1;
  }
  if (mantissa < 100) {
    mantissa = 999;
    exponent -= 1;
  }
  return (exponent - lowestExponent) * mantissas + mantissa - 99;
};

export const slotOf = (value: number): number => {
  if (value === 0) return 0;
  return value > 0 ? positiveSlot(value) : -positiveSlot(-value);
};

export const slotValue = (slot: number): number => {
  if (slot === 0) return 0;
  if (slot < 0) return -slotValue(-slot);
  const exponent = Math.floor((slot - 1) / mantissas) + lowestExponent;
  const mantissa = ((slot - 1) % mantissas) + 100;
  return exponent >= 2 ? mantissa * 10 ** (exponent - 2) : mantissa / 10 ** (2 - exponent);
};

/** The same value, several times. */
export const repeated = (value: number, count: number): Samples => ({
  slots: [slotOf(value)],
  counts: [count],
});

export const samplesOf = (values: readonly number[]): Samples => ({
  slots: values.map(slotOf),
  counts: values.map(() => 1),
});

/** The first part of the samples, from 0 to 1, spread evenly over the values. */
export const partOf = (samples: Samples, part: number): Samples => {
  if (part >= 1) return samples;
  const counts: number[] = [];
  let seen = 0;
  let kept = 0;
  for (const count of samples.counts) {
    seen += count;
    const keep = Math.floor(seen * part) - kept;
    kept += keep;
    counts.push(keep);
  }
  return { slots: samples.slots, counts };
};
