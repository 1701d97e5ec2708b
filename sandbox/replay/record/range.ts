import { InvalidInputError, type Mistake } from '../../../functions/platform/errors.ts';
import type { Window } from '../../../functions/telemetry/domain/reading.ts';
import type { Timing } from '../../../functions/telemetry/domain/timing.ts';
import { newestCompleteBucketEnd } from '../../../functions/telemetry/domain/windows.ts';
import { isTime } from '../sample.ts';

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** More of them are no rollout, and would keep a server busy for long. */
const mostBuckets = 100_000;

const momentOf = (text: string, now: number): number | undefined => {
  if (text === 'now') return now;
  const [, amount, unit = ''] = /^-(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (amount !== undefined) return now - Number(amount) * (unitSeconds[unit] ?? 0) * 1_000;
  return isTime(text) ? Date.parse(text) : undefined;
};

/** A time of nowhere: it means another moment in every zone. */
const hasNoZone = (text: string): boolean => !isTime(text) && isTime(`${text}Z`);

/** A range as it was written, and what it means. */
export interface Range extends Window {
  readonly text: string;
}

/** Reads `START..END`: times of ISO 8601 with a zone, `now`, or so long before it. */
export const parseRange = (
  text: string | undefined,
  now: number,
): { readonly value: Range } | { readonly mistakes: readonly Mistake[] } => {
  const mistake = (value: string, allowed: string) => ({
    mistakes: [{ path: '--range', value, allowed }],
  });
  const form = 'START..END, such as 2026-03-02T12:00:00Z..2026-03-02T13:00:00Z or -2h..now';
  if (text === undefined) return mistake('nothing', form);
  const [from = '', to = '', ...more] = text.split('..');
  const [start, end] = [momentOf(from, now), momentOf(to, now)];
  const value = JSON.stringify(text);
  if ([from, to].some(hasNoZone)) return mistake(value, `a zone with each time; ${form}`);
  if (start === undefined || end === undefined || more.length > 0) return mistake(value, form);
  if (start >= end) return mistake(value, 'a start before the end');
  if (end > now) return mistake(value, `an end that is not in the future: ${iso(now)} or before`);
  return { value: { start, end, text } };
};

export const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

/**
 * The whole buckets of a range that are complete by now.
 *
 * @throws InvalidInputError when there is none, or too many.
 */
export const bucketsIn = (
  { start, end, text }: Range,
  { bucketSeconds, delaySeconds }: Timing,
  now: number,
): Window => {
  const bucket = bucketSeconds * 1_000;
  const complete = newestCompleteBucketEnd(now, bucketSeconds, delaySeconds);
  const window = {
    start: Math.ceil(start / bucket) * bucket,
    end: Math.min(Math.floor(end / bucket) * bucket, complete),
  };
  const count = (window.end - window.start) / bucket;
  if (count >= 1 && count <= mostBuckets) return window;
  const allowed =
    count < 1
      ? `at least one whole bucket of ${bucketSeconds} s, complete ${delaySeconds} s after its end`
      : `at most ${mostBuckets} buckets of ${bucketSeconds} s`;
  throw new InvalidInputError('the range', [
    { path: '--range', value: JSON.stringify(text), allowed },
  ]);
};
