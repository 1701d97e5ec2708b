import type { Samples } from './samples.ts';

const lowestOf = (slots: readonly number[], start: number): number => {
  let lowest = start;
  for (let index = 0; index < slots.length; index++) {
    if ((slots[index] as number) < lowest) lowest = slots[index] as number;
  }
  return lowest;
};

const highestOf = (slots: readonly number[], start: number): number => {
  let highest = start;
  for (let index = 0; index < slots.length; index++) {
    if ((slots[index] as number) > highest) highest = slots[index] as number;
  }
  return highest;
};

const compact = (bins: Float64Array, lowest: number): Samples => {
  const slots: number[] = [];
  const counts: number[] = [];
  for (let bin = 0; bin < bins.length; bin++) {
    const count = bins[bin] as number;
    if (count === 0) continue;
    slots.push(bin + lowest);
    counts.push(count);
  }
  return { slots, counts, isMerged: true };
};

/** Values that lie far apart, such as 0 and 1: an array from one to the other would be mostly empty. */
const widest = 20_000;

const mergeSparsely = (tables: readonly Samples[]): Samples => {
  const bins = new Map<number, number>();
  for (const { slots, counts } of tables)
    for (const [index, slot] of slots.entries())
      bins.set(slot, (bins.get(slot) ?? 0) + (counts[index] ?? 0));
  const filled = [...bins].filter(([, count]) => count !== 0).toSorted(([a], [b]) => a - b);
  return {
    slots: filled.map(([slot]) => slot),
    counts: filled.map(([, count]) => count),
    isMerged: true,
  };
};

const isOneOfEach = ({ slots, counts, isMerged }: Samples): boolean =>
  isMerged === true || (slots.length === 1 && counts[0] !== 0);

/** One table of all: each slot once, from the lowest value to the highest, none without samples. */
export const merge = (tables: readonly Samples[]): Samples => {
  const [first] = tables;
  if (tables.length === 1 && first !== undefined && isOneOfEach(first)) return first;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const { slots } of tables) {
    lowest = lowestOf(slots, lowest);
    highest = highestOf(slots, highest);
  }
  if (lowest > highest) return { slots: [], counts: [] };
  if (highest - lowest > widest) return mergeSparsely(tables);
  const bins = new Float64Array(highest - lowest + 1);
  for (const { slots, counts } of tables) {
    for (let index = 0; index < slots.length; index++) {
      const bin = (slots[index] as number) - lowest;
      bins[bin] = (bins[bin] as number) + (counts[index] as number);
    }
  }
  return compact(bins, lowest);
};
