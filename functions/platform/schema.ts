import * as z from 'zod/mini';

/** Text that is not empty, and at most so many characters long. */
export const text = (longest = Number.POSITIVE_INFINITY) =>
  z.string().check(
    z.refine((given) => given.length > 0, 'text that is not empty'),
    z.refine((given) => given.length <= longest, `at most ${longest} characters`),
  );

/** A whole number within its bounds, which it may reach. */
export const whole = (least: number, most?: number) =>
  z
    .number()
    .check(
      z.refine(Number.isSafeInteger, { message: 'a whole number', abort: true }),
      z.minimum(least),
      ...(most === undefined ? [] : [z.maximum(most)]),
    );

/**
 * Values by names of the user's choice. What every object has of itself, such as `constructor`, would
 * be found under its name without having been said, and zod leaves `__proto__` out in silence.
 */
export const named = <Value extends z.core.SomeType>(value: Value) =>
  z.pipe(
    z
      .unknown()
      .check(
        z.refine((given) => !Object.hasOwn(Object(given), '__proto__'), 'names but not __proto__'),
      ),
    z.record(
      z.string().check(z.refine((name) => !(name in Object.prototype), 'a name of your own')),
      value,
    ),
  );
