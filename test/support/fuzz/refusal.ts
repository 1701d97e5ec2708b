import { expect } from 'vitest';
import { errorNames, InvalidInputError, OpsError } from '../../../functions/platform/errors.ts';

/** As long as the longest sentence for people may be. Step Functions takes causes of 32,768. */
const longestMessage = 8_000;

/** One line without anything that a terminal would act upon, and no lone half of a character. */
const expectOneLine = (text: string): void => {
  expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  expect(text.isWellFormed()).toBe(true);
};

const expectMistakes = ({ mistakes }: InvalidInputError): void => {
  expect(mistakes.length).toBeGreaterThan(0);
  for (const { path, value, allowed } of mistakes) {
    expect(path).not.toBe('');
    expect(value).not.toBe('');
    expect(allowed).not.toBe('');
  }
};

/** An error that a person can use: typed, named, one bounded line, with path, value and allowed. */
export const expectRefusal = (error: unknown): void => {
  if (!(error instanceof OpsError)) throw error;
  expect(errorNames).toContain(error.name);
  expect(error.message).not.toBe('');
  expect(error.message.length).toBeLessThanOrEqual(longestMessage);
  expect(error.message).not.toContain('secret'.repeat(20) + 'x'.repeat(200));
  expectOneLine(error.message);
  if (error instanceof InvalidInputError) expectMistakes(error);
};

/** What came of it: a value, or an error that a person can use. Anything else fails the test. */
export type Outcome<Value> = { readonly value: Value } | { readonly error: OpsError };

export const outcomeOf = async <Value>(
  run: () => Value | Promise<Value>,
): Promise<Outcome<Value>> => {
  try {
    return { value: await run() };
  } catch (error) {
    expectRefusal(error);
    return { error: error as OpsError };
  }
};
