import * as z from 'zod/mini';

const MeanRatio = z.strictObject({
  /** The canary's mean over stable's. */
  measure: z.literal('mean-ratio'),
  /** An increase counts only from this ratio on. */
  increase: z.optional(z.number().check(z.minimum(1))),
  /** A decrease counts only down from this ratio. */
  decrease: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
});

const CommonLanguage = z.strictObject({
  /** The share of all pairs in which the canary is higher than stable, ties counted half. */
  measure: z.literal('cles'),
  increase: z.optional(z.number().check(z.minimum(0.5), z.maximum(1))),
  decrease: z.optional(z.number().check(z.minimum(0), z.maximum(0.5))),
});

/** How large an effect must be, besides being certain. */
export const EffectSize = z
  .discriminatedUnion('measure', [MeanRatio, CommonLanguage])
  .check(
    z.refine(
      ({ increase, decrease }) => increase !== undefined || decrease !== undefined,
      'at least one of increase, decrease',
    ),
  );
export type EffectSize = z.output<typeof EffectSize>;

/** Which change of the canary is worse. */
export const Direction = z._default(z.enum(['increase', 'decrease', 'either']), 'increase');

interface Effectful {
  readonly direction: z.output<typeof Direction>;
  readonly effectSize?: EffectSize | undefined;
}

/** A size for a change that is never worse would be passed over without a word. */
const sizeOf = (change: 'increase' | 'decrease', other: 'increase' | 'decrease') =>
  z.refine<Effectful>(
    ({ direction, effectSize }) => direction !== other || effectSize?.[change] === undefined,
    { path: ['effectSize', change], message: `left out, or direction: ${change} or either` },
  );

/** An effect is asked for only in a direction that is worse. */
export const effectIsWorse = [
  sizeOf('increase', 'decrease'),
  sizeOf('decrease', 'increase'),
] as const;

/** What a test of the minutes of a time series cannot be: see docs/decisions. */
export const advisoryOnly = z._default(
  z.custom<'advisory'>(
    (value) => value === 'advisory',
    'advisory: minutes of a time series are not independent, and every look at them errs anew, ' +
      'so a distribution informs and never decides',
  ),
  'advisory',
);
