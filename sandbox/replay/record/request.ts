import type { Mistake } from '../../../functions/platform/errors.ts';
import { parseLabels, type Sides } from './labels.ts';
import { parseRange, type Range } from './range.ts';

/** The flags of a recording as they were written. */
export interface RecordingFlags {
  readonly from?: readonly string[];
  readonly range?: string;
  readonly stable?: string;
  readonly canary?: string;
  readonly weight?: string;
  readonly record?: string;
  readonly json?: boolean;
}

/** What is to be recorded. */
export interface RecordingRequest {
  readonly url: string;
  readonly range: Range;
  readonly sides: Sides;
  /** The canary's share in percent, where it is stated and not measured. */
  readonly weight: number | undefined;
  /** Where it is written; - is standard output. Without it, it is judged at once. */
  readonly file: string | undefined;
}

type Read<Value> = { readonly value: Value } | { readonly mistakes: readonly Mistake[] };

const mistaken = (path: string, value: string, allowed: string): Read<never> => ({
  mistakes: [{ path, value, allowed }],
});

const urlIn = ([kind, url, ...more]: readonly string[]): Read<string> => {
  const isWhole = kind === 'prometheus' && url !== undefined && more.length === 0;
  if (isWhole) return { value: url };
  const value = [kind, ...(url === undefined ? [] : [redacted(url)]), ...more].join(' ');
  return mistaken('--from', value, 'prometheus and its URL: what stands before /api/v1');
};

/** A URL without the user and password that it may hold. */
export const redacted = (url: string): string => url.replace(/\/\/[^/]*@/, '//***@');

const weightIn = (text: string | undefined): Read<number | undefined> => {
  if (text === undefined) return { value: undefined };
  const isPercent = /^\d{1,3}(\.\d{1,6})?$/.test(text) && Number(text) > 0 && Number(text) <= 100;
  return isPercent
    ? { value: Number(text) }
    : mistaken('--weight', JSON.stringify(text), 'a percentage above 0, up to 100');
};

const fileIn = ({ record, json }: RecordingFlags): Read<string | undefined> =>
  record !== undefined && json
    ? mistaken('--json', 'this flag with --record', 'where it is judged: without --record')
    : { value: record };

/** Reads the flags of a recording, with all that is wrong with them. */
export const readRequest = (flags: RecordingFlags, now: number): Read<RecordingRequest> => {
  const url = urlIn(flags.from ?? []);
  const range = parseRange(flags.range, now);
  const stable = parseLabels('--stable', flags.stable);
  const canary = parseLabels('--canary', flags.canary);
  const weight = weightIn(flags.weight);
  const file = fileIn(flags);
  if (
    'value' in url &&
    'value' in range &&
    'value' in stable &&
    'value' in canary &&
    'value' in weight &&
    'value' in file
  )
    return {
      value: {
        url: url.value,
        range: range.value,
        sides: { stable: stable.value, canary: canary.value },
        weight: weight.value,
        file: file.value,
      },
    };
  const all: readonly Read<unknown>[] = [url, range, stable, canary, weight, file];
  return { mistakes: all.flatMap((each) => ('mistakes' in each ? each.mistakes : [])) };
};

/** What is wrong with flags that only a recording has, where none is asked for. */
export const strayFlags = (flags: RecordingFlags): Mistake[] =>
  (['range', 'stable', 'canary', 'weight', 'record'] as const).flatMap((name) =>
    flags[name] === undefined
      ? []
      : [{ path: `--${name}`, value: 'without --from', allowed: 'with --from prometheus URL' }],
  );
