import type { Mistake } from '../../functions/platform/errors.ts';
import type { Sample } from './sample.ts';

export const startOf = ({ at }: Pick<Sample, 'at'>): number => Date.parse(at);
export const endOf = ({ at, seconds }: Pick<Sample, 'at' | 'seconds'>): number =>
  Date.parse(at) + seconds * 1_000;

const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

/**
 * What is wrong with a bucket after the one before it. A bucket may be missing; how long buckets are
 * may change with the weight, and not while one step is judged by windows of them.
 */
export const orderMistakes = (before: Sample | undefined, sample: Sample): Mistake[] => {
  if (before === undefined) return [];
  const [start, from] = [startOf(sample), endOf(before)];
  const value = JSON.stringify(sample.at);
  const later = `${iso(from)} or later, where the bucket before ends`;
  if (start === startOf(before))
    return [{ path: 'at', value: `${value}, the same bucket again`, allowed: later }];
  if (start < startOf(before))
    return [{ path: 'at', value: `${value}, out of order`, allowed: later }];
  if (start < from)
    return [{ path: 'at', value: `${value}, which overlaps the bucket before`, allowed: later }];
  if (sample.weight === before.weight && sample.seconds !== before.seconds)
    return [
      {
        path: 'seconds',
        value: String(sample.seconds),
        allowed: `${before.seconds}, as in the bucket before at the same weight`,
      },
    ];
  return [];
};
