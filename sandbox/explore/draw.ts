import type { Random } from '../random.ts';

export const integer = (random: Random, least: number, most: number): number =>
  least + Math.floor(random.next() * (most - least + 1));

export const pick = <Value>(random: Random, values: readonly Value[]): Value => {
  const value = values[Math.floor(random.next() * values.length)];
  if (value === undefined) throw new RangeError('There is nothing to pick from.');
  return value;
};

/** Each value with a chance of one half, at least one of them. */
export const someOf = <Value>(random: Random, values: readonly Value[]): readonly Value[] => {
  const some = values.filter(() => random.next() < 0.5);
  return some.length > 0 ? some : [pick(random, values)];
};

export const repeated = <Value>(count: number, make: () => Value): Value[] =>
  Array.from({ length: count }, make);
