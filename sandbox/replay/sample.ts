import * as z from 'zod/mini';
import type { Mistake } from '../../functions/platform/errors.ts';
import { tryParse } from '../../functions/platform/parse.ts';

/** More than anything that is counted or measured, and far from where sums of it overflow. */
const most = 1e15;
const mostBounds = 1_000;

const amount = () => z.number().check(z.minimum(0), z.maximum(most));

const isAmount = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= most;

const amountText = `a number from 0 to ${most}`;

/** A list of amounts. By hand, since histograms are most of what a recording holds. */
const amounts = (least: number, longest: number) =>
  z.custom<readonly number[]>(Array.isArray, { message: 'array', abort: true }).check(
    z.minLength(least),
    z.maxLength(longest),
    z.check<readonly number[]>(({ value, issues }) => {
      for (const [index, each] of value.entries())
        if (!isAmount(each))
          issues.push({ code: 'custom', path: [index], message: amountText, input: value });
    }),
  );

const rises = (bounds: readonly number[]): boolean =>
  bounds.every((bound, index) => index === 0 || bound > (bounds[index - 1] ?? bound));

const Histogram = z
  .strictObject({
    /** Milliseconds that each bin but the last reaches to, itself included. */
    bounds: amounts(1, mostBounds).check(z.refine(rises, 'bounds that rise')),
    /** Requests in each bin, not in those before it; the last bin has what is above all bounds. */
    counts: amounts(2, mostBounds + 1),
  })
  .check(
    z.refine(({ bounds, counts }) => counts.length === bounds.length + 1, {
      path: ['counts'],
      message: 'one count for each bound and one for what is above the last',
    }),
  );
export type Histogram = z.output<typeof Histogram>;

const Quantiles = z
  .strictObject({ p95: z.optional(amount()), p99: z.optional(amount()) })
  .check(
    z.refine(({ p95, p99 }) => p95 !== undefined || p99 !== undefined, 'p95, p99 or both of them'),
  );
export type Quantiles = z.output<typeof Quantiles>;

const Side = z
  .strictObject({
    requests: amount(),
    errors: amount(),
    latency: z.optional(z.nullable(z.union([Histogram, Quantiles]))),
    /** Percent of one task's CPU, of all tasks of the side together. */
    cpu: z.optional(z.nullable(amount())),
    /** Percent of a task's memory. */
    memory: z.optional(z.nullable(amount())),
  })
  .check(
    z.refine(({ errors, requests }) => errors <= requests, {
      path: ['errors'],
      message: 'at most the requests',
    }),
  );
export type Side = z.output<typeof Side>;

const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** The calendar has the day, which `Date.parse` does not ask. */
const hasDay = (text: string): boolean => {
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
};

/** A time of ISO 8601 with its zone. */
export const isTime = (text: string): boolean =>
  pattern.test(text) && Date.parse(text) > 0 && hasDay(text);

/** One bucket of a recording, as it is written. */
export const Sample = z.strictObject({
  /** Start of the bucket. */
  at: z
    .string()
    .check(z.refine(isTime, 'a time of ISO 8601 with its zone, such as 2026-03-02T12:00:00Z')),
  seconds: z.number().check(z.positive(), z.maximum(24 * 60 * 60)),
  /** No data where it is null or missing. */
  stable: z.optional(z.nullable(Side)),
  canary: z.optional(z.nullable(Side)),
  /** The canary's share of the traffic, in percent. */
  weight: z.number().check(z.minimum(0), z.maximum(100)),
});
export type Sample = z.output<typeof Sample>;

export type Parsed = { readonly value: Sample } | { readonly mistakes: readonly Mistake[] };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The shape of a latency is told by its fields, so that what is wrong is said of the right one. */
const latencyMistakes = (value: unknown): readonly Mistake[] => {
  const schema = isObject(value) && ('p95' in value || 'p99' in value) ? Quantiles : Histogram;
  const parsed = tryParse(schema, value);
  return 'mistakes' in parsed ? parsed.mistakes : [];
};

/** A path names no field of every object: zod leaves `__proto__` out in silence. */
const protoMistakes = (value: unknown, path = ''): Mistake[] =>
  !isObject(value) || Array.isArray(value)
    ? []
    : Object.entries(value).flatMap(([key, part]) =>
        key === '__proto__'
          ? [{ path: `${path}${key}`, value: 'this field', allowed: 'no field of that name' }]
          : protoMistakes(part, `${path}${key}.`),
      );

const latencyPath = /^(stable|canary)\.latency(?:\.|$)/;

/** The mistakes of a union are those of the shape that was meant. */
const meant = (mistakes: readonly Mistake[], input: unknown): Mistake[] => {
  const sides = new Set(mistakes.flatMap(({ path }) => latencyPath.exec(path)?.[1] ?? []));
  const others = mistakes.filter(({ path }) => !latencyPath.test(path));
  const ofLatency = [...sides].flatMap((side) => {
    const given = isObject(input) ? input[side] : undefined;
    const latency = isObject(given) ? given.latency : undefined;
    return latencyMistakes(latency).map((mistake) => ({
      ...mistake,
      path: `${side}.latency${mistake.path === '(whole)' ? '' : `.${mistake.path}`}`,
    }));
  });
  return [...others, ...ofLatency];
};

const jsonOf = (line: string): { readonly json: unknown } | undefined => {
  try {
    return { json: JSON.parse(line) };
  } catch {
    return undefined;
  }
};

/** Reads one line of a recording. */
export const parseSample = (line: string): Parsed => {
  const read = jsonOf(line);
  if (read === undefined)
    return {
      mistakes: [{ path: '(whole)', value: JSON.stringify(line.slice(0, 60)), allowed: 'JSON' }],
    };
  const strange = line.includes('__proto__') ? protoMistakes(read.json) : [];
  if (strange.length > 0) return { mistakes: strange };
  const parsed = tryParse(Sample, read.json);
  return 'value' in parsed ? parsed : { mistakes: meant(parsed.mistakes, read.json) };
};

/** One line of a recording, without its end. */
export const sampleLine = ({ at, seconds, stable, canary, weight }: Sample): string =>
  JSON.stringify({ at, seconds, stable: stable ?? null, canary: canary ?? null, weight });
