import { NotSimulatedError } from './service.ts';

/** Whether an event, or a part of one, is meant. */
export type Matcher = (value: unknown) => boolean;

type Operand = unknown;

const isText = (value: unknown): value is string => typeof value === 'string';

const refuse = (what: string): never => {
  throw new NotSimulatedError(`The event pattern uses ${what}, which is not simulated.`);
};

const text = (operand: Operand, of: string): string =>
  isText(operand) ? operand : refuse(`${of}: ${JSON.stringify(operand)}`);

const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '=': (left, right) => left === right,
  '>=': (left, right) => left >= right,
  '>': (left, right) => left > right,
};

const numeric = (operand: Operand): Matcher => {
  const parts = Array.isArray(operand) ? operand : refuse(`numeric: ${JSON.stringify(operand)}`);
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const compare = comparisons[String(parts[index])] ?? refuse(`numeric ${parts[index]}`);
    const limit = Number(parts[index + 1]);
    tests.push((value) => compare(value, limit));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
};

const wildcard = (operand: Operand): Matcher => {
  const pieces = text(operand, 'wildcard').split('*');
  const escaped = pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${escaped.join('.*')}$`, 's');
  return (value) => isText(value) && expression.test(value);
};

const anythingBut = (operand: Operand): Matcher => {
  const isNested = typeof operand === 'object' && operand !== null && !Array.isArray(operand);
  const excluded = (isNested ? [operand] : [operand].flat()).map(leaf);
  return (value) => value !== undefined && !excluded.some((matches) => matches(value));
};

const operators: Readonly<Record<string, (operand: Operand) => Matcher>> = {
  prefix: (operand) => {
    const start = text(operand, 'prefix');
    return (value) => isText(value) && value.startsWith(start);
  },
  suffix: (operand) => {
    const end = text(operand, 'suffix');
    return (value) => isText(value) && value.endsWith(end);
  },
  'anything-but': anythingBut,
  numeric,
  wildcard,
  exists: (operand) => (value) => (value !== undefined) === (operand === true),
};

const leaf = (operand: Operand): Matcher => {
  if (typeof operand !== 'object' || operand === null) return (value) => value === operand;
  const [[name, inner] = ['', undefined], ...rest] = Object.entries(operand);
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (operator === undefined || rest.length > 0) return refuse(JSON.stringify(operand));
  return operator(inner);
};

const anyOf = (operands: readonly Operand[]): Matcher => {
  const matchers = operands.map(leaf);
  return (value) =>
    Array.isArray(value)
      ? value.some((item) => matchers.some((matches) => matches(item)))
      : matchers.some((matches) => matches(value));
};

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/**
 * Compiles an EventBridge event pattern: every field named must match, a list is any of its items.
 * It knows plain values, prefix, suffix, anything-but, numeric, exists and wildcard.
 *
 * @throws NotSimulatedError naming any other operator.
 */
export const eventMatcher = (pattern: unknown): Matcher => {
  if (Array.isArray(pattern)) return anyOf(pattern);
  if (typeof pattern !== 'object' || pattern === null) return refuse(JSON.stringify(pattern));
  const fields = Object.entries(pattern).map(([name, inner]) => {
    if (name.startsWith('$')) return refuse(name);
    return [name, eventMatcher(inner)] as const;
  });
  return (value) => fields.every(([name, matches]) => matches(fieldsOf(value)[name]));
};
