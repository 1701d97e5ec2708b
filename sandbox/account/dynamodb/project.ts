import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Path } from './parsers.ts';
import { cloneValue, type Item } from './values.ts';

/** The wanted parts below a value; a part without any below it is wanted whole. */
interface Wanted extends Map<string | number, Wanted> {}

const wantedOf = (paths: readonly Path[]): Wanted => {
  const root: Wanted = new Map();
  for (const path of paths) {
    let wanted = root;
    for (const part of path) {
      const below: Wanted = wanted.get(part) ?? new Map();
      wanted.set(part, below);
      wanted = below;
    }
  }
  return root;
};

const partOf = (value: AttributeValue, wanted: Wanted): AttributeValue | undefined => {
  if (wanted.size === 0) return cloneValue(value);
  if (value.M) {
    const part = partOfMap(value.M, wanted);
    return Object.keys(part).length > 0 ? { M: part } : undefined;
  }
  const list = value.L;
  if (!list) return undefined;
  const members = [...wanted]
    .sort(([left], [right]) => Number(left) - Number(right))
    .flatMap(([index, below]) => {
      const member = typeof index === 'number' ? list[index] : undefined;
      return (member && partOf(member, below)) ?? [];
    });
  return members.length > 0 ? { L: members } : undefined;
};

const partOfMap = (item: Readonly<Item>, wanted: Wanted): Item => {
  const part: Item = {};
  for (const [name, below] of wanted) {
    const value = typeof name === 'string' ? item[name] : undefined;
    const found = value && partOf(value, below);
    if (found) part[name] = found;
  }
  return part;
};

/** A deep copy of what lies at the paths; lists keep only the members named, in their order. */
export const project = (item: Readonly<Item>, paths: readonly Path[]): Item =>
  partOfMap(item, wantedOf(paths));
