import fc from 'fast-check';
import { aName, aValue } from './hostile.ts';

type Path = readonly (string | number)[];

const isContainer = (value: unknown): value is Record<string, unknown> | unknown[] =>
  typeof value === 'object' && value !== null;

/** All paths of a value, its own included. */
const pathsOf = (value: unknown, path: Path = []): Path[] => [
  path,
  ...(isContainer(value)
    ? Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))
    : []),
];

/** Rebuilds a value with the part at a path changed; `undefined` leaves it out. */
const changedAt = (
  value: unknown,
  [key, ...rest]: Path,
  change: (part: unknown) => unknown,
): unknown => {
  if (key === undefined) return change(value);
  if (!isContainer(value)) return value;
  const entries = Object.entries(value).flatMap(([name, part]): [string, unknown][] => {
    const next = name === key ? changedAt(part, rest, change) : part;
    return next === undefined ? [] : [[name, next]];
  });
  return Array.isArray(value) ? entries.map(([, part]) => part) : Object.fromEntries(entries);
};

const renamed = (part: unknown, name: string): unknown =>
  isContainer(part) && !Array.isArray(part)
    ? Object.fromEntries(
        Object.entries(part).map(([key, each], at) => [at === 0 ? name : key, each]),
      )
    : [part];

const withEntry = (part: unknown, name: string, value: unknown): unknown => {
  if (Array.isArray(part)) return [...part, value];
  return isContainer(part) ? Object.fromEntries([...Object.entries(part), [name, value]]) : value;
};

const aChange: fc.Arbitrary<(part: unknown) => unknown> = fc.oneof(
  aValue.map((value) => () => value),
  fc.constant(() => undefined),
  aName.map((name) => (part: unknown) => renamed(part, name)),
  fc.tuple(aName, aValue).map(
    ([name, value]) =>
      (part: unknown) =>
        withEntry(part, name, value),
  ),
  fc.constant((part: unknown) => (Array.isArray(part) ? [...part, ...part] : [part, part])),
  fc.constant((part: unknown) => (typeof part === 'string' ? Number(part) : typeof part)),
);

/** What leaves the type as it is: what the SDK's types allow of an answer. */
const anotherValue = (part: unknown, name: string, number: number): unknown => {
  if (typeof part === 'number') return number;
  if (typeof part === 'string') return name;
  if (typeof part === 'boolean') return !part;
  return Array.isArray(part) ? [...part, ...part] : part;
};

const aChangeWithinType: fc.Arbitrary<(part: unknown) => unknown> = fc.oneof(
  fc.tuple(aName, fc.nat()).map(
    ([name, number]) =>
      (part: unknown) =>
        anotherValue(part, name, number),
  ),
  fc.constant(() => undefined),
  fc.constant((part: unknown) => (Array.isArray(part) ? [] : part)),
  fc.constant((part: unknown) => (Array.isArray(part) ? part.toReversed() : part)),
);

const changedBy =
  (aChangeOf: fc.Arbitrary<(part: unknown) => unknown>) =>
  <Sample>(sample: Sample): fc.Arbitrary<Sample> =>
    fc.array(fc.tuple(fc.nat(), aChangeOf), { maxLength: 3 }).map((changes) =>
      changes.reduce<unknown>((value, [at, change]) => {
        const paths = pathsOf(value);
        return changedAt(value, paths[at % paths.length] ?? [], change);
      }, sample),
    ) as fc.Arbitrary<Sample>;

/** A valid sample with up to three changes anywhere in it; sometimes as it is. */
export const mutated: (sample: unknown) => fc.Arbitrary<unknown> = changedBy(aChange);

/** The same with parts that are missing, doubled, reversed, or other values of the same type. */
export const mutatedWithinType = changedBy(aChangeWithinType);

/** The same as `mutated` through JSON, as an event or a state's input comes. */
export const mutatedJson = (sample: unknown): fc.Arbitrary<unknown> =>
  mutated(sample).map((value): unknown => JSON.parse(JSON.stringify(value ?? null)));
