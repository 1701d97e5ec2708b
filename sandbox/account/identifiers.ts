import type { Random } from '../random.ts';

const hex = (random: Random, digits: number): string => {
  let text = '';
  while (text.length < digits) text += Math.floor(random.next() * 16).toString(16);
  return text;
};

/** Ids in the form of a UUID, the same ones for the same seed. */
export const idSource =
  (random: Random): (() => string) =>
  () =>
    [8, 4, 4, 4, 12].map((digits) => hex(random, digits)).join('-');
