import type * as z from 'zod';
import { InvalidInputError, type Mistake } from './errors.ts';

type Issue = z.core.$ZodIssue;

const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
};

const allowedBy = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(', ');
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`;
    case 'unrecognized_keys':
      return 'no field of that name';
    case 'invalid_format':
      return issue.pattern ? `text like ${issue.pattern}` : `a valid ${issue.format}`;
    default:
      return issue.message;
  }
};

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    input,
  );

const pathText = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? '(whole)' : path.map(String).join('.');

const mistakesOf = (issue: Issue, input: unknown): Mistake[] => {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      value: shown(valueAt(input, [...issue.path, key])),
      allowed: allowedBy(issue),
    }));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const nested = issue.errors.reduce((best, each) => (each.length < best.length ? each : best));
    return nested.flatMap((inner) =>
      mistakesOf({ ...inner, path: [...issue.path, ...inner.path] } as Issue, input),
    );
  }
  return [
    {
      path: pathText(issue.path),
      value: shown(valueAt(input, issue.path)),
      allowed: allowedBy(issue),
    },
  ];
};

/**
 * Parses input that comes from outside.
 *
 * @param what names the input in the error, such as "the deploy event".
 * @throws InvalidInputError with one mistake for each wrong path.
 */
export const parse = <Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  what: string,
): z.output<Schema> => {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new InvalidInputError(
    what,
    result.error.issues.flatMap((issue) => mistakesOf(issue, input)),
  );
};
