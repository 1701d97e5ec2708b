import * as z from 'zod/mini';
import { shown } from './brief.ts';
import { InvalidInputError, type Mistake } from './errors.ts';

type Issue = z.core.$ZodIssue;

const listed = (values: readonly unknown[]): string =>
  values.map((value) => JSON.stringify(value)).join(', ');

/** zod's own message, in one locale or none, where a schema says nothing of what it allows. */
const unsaid = /^Invalid /;

const allowedBy = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'invalid_value':
      return listed(issue.values);
    case 'invalid_union':
      return 'options' in issue && issue.options ? listed(issue.options) : issue.message;
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`;
    case 'unrecognized_keys':
      return 'no field of that name';
    case 'invalid_format':
      return unsaid.test(issue.message)
        ? `text like ${issue.pattern ?? issue.format}`
        : issue.message;
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

const keyText = (key: PropertyKey): string =>
  /^[\w-]+$/.test(String(key)) ? String(key) : JSON.stringify(String(key));

const pathText = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? '(whole)' : path.map(keyText).join('.');

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
  if (issue.code === 'invalid_key') {
    const value = shown(issue.path.at(-1));
    return issue.issues.map((inner) => ({
      path: pathText(issue.path),
      value,
      allowed: allowedBy(inner as Issue),
    }));
  }
  return [
    {
      path: pathText(issue.path),
      value: shown(valueAt(input, issue.path)),
      allowed: allowedBy(issue),
    },
  ];
};

/** What input from outside is, or what is wrong with it: one mistake for each wrong path. */
export const tryParse = <Schema extends z.core.$ZodType>(
  schema: Schema,
  input: unknown,
): { readonly value: z.output<Schema> } | { readonly mistakes: readonly Mistake[] } => {
  try {
    const result = z.safeParse(schema, input);
    return result.success
      ? { value: result.data }
      : { mistakes: result.error.issues.flatMap((issue) => mistakesOf(issue, input)) };
  } catch {
    // zod compares the length of whatever has one, which in an object's field may not compare.
    return { mistakes: [{ path: '(whole)', value: shown(input), allowed: 'the right types' }] };
  }
};

/**
 * Parses input that comes from outside.
 *
 * @param what names the input in the error, such as "the deploy event".
 * @throws InvalidInputError with one mistake for each wrong path.
 */
export const parse = <Schema extends z.core.$ZodType>(
  schema: Schema,
  input: unknown,
  what: string,
): z.output<Schema> => {
  const parsed = tryParse(schema, input);
  if ('value' in parsed) return parsed.value;
  throw new InvalidInputError(what, parsed.mistakes);
};
