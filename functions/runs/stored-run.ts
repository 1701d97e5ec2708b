import { UnreadableError } from '../platform/errors.ts';
import type { Run } from './domain/run.ts';
import type { Item } from './table.ts';

/** JSON would write a number that is none as null, and a later verdict would read it as absence. */
const finite = (name: string, value: unknown): unknown => {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new RangeError(`A run cannot be recorded with ${value} as ${name}. Nothing was changed.`);
};

const textOf = (value: object): string => JSON.stringify(value, finite);

interface Planned {
  readonly plan?: object;
}

/** What a run decides anew: everything in its detail but the frozen plan, as one text. */
export const storedDetail = (detail: unknown): string => {
  const { plan: _frozen, ...progress } = detail as Planned;
  return textOf(progress);
};

/**
 * A new run as an item. Plan and detail are JSON texts, because nothing is ever asked of their parts:
 * a text is written and read in one piece, and the plan, by far the largest part, only once.
 */
export const toItem = <Detail>(run: Run<Detail>): Item => {
  const { plan } = run.detail as Planned;
  return { ...run, detail: storedDetail(run.detail), ...(plan && { plan: textOf(plan) }) };
};

const decoded = (field: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnreadableError(
      `${field}: the record of a run holds no JSON there. Nothing was changed; retrying does not help until the record is repaired.`,
      { cause },
    );
  }
};

/**
 * Decodes a field. A warm function or a rehearsal reads the same text again and again, and nobody
 * changes what was read: a run is readonly throughout.
 */
const decoder = (field: string): ((text: string) => unknown) => {
  let last: { readonly text: string; readonly value: unknown } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, value: decoded(field, text) };
    return last.value;
  };
};

const readPlan = decoder('plan');
const readDetail = decoder('detail');

/** The run that an item holds, of this code's schemaVersion. @throws UnreadableError */
export const fromItem = <Detail>({ pk: _pk, sk: _sk, plan, ...run }: Item): Run<Detail> => ({
  ...(run as unknown as Run<Detail>),
  detail: {
    ...(readDetail(String(run.detail)) as Detail),
    ...(typeof plan === 'string' && { plan: readPlan(plan) }),
  },
});
