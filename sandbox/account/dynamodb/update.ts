import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { validation } from './errors.ts';
import type { Values } from './expressions.ts';
import { difference, sum } from './numbers.ts';
import type { Assigned, Path, Reference, UpdateSection, UpdateTree } from './parsers.ts';
import { byteText, cloneItem, type Item, typeOf, valueAt } from './values.ts';

const wrongType = () =>
  validation('An operand in the update expression has an incorrect data type');

const computed = (assigned: Assigned, old: Readonly<Item>, values: Values): AttributeValue => {
  if ('placeholder' in assigned) return literal(assigned, values);
  if (!('type' in assigned)) return existing(assigned, old);
  if (assigned.type === 'function' && assigned.name === 'if_not_exists') {
    const found = valueAt(old, assigned.args[0]);
    return found ?? computed(assigned.args[1], old, values);
  }
  const left = computed(assigned.args[0], old, values);
  const right = computed(assigned.args[1], old, values);
  if (assigned.type === 'function') {
    if (!left.L || !right.L) throw wrongType();
    return { L: [...left.L, ...right.L] };
  }
  if (left.N === undefined || right.N === undefined) throw wrongType();
  return { N: assigned.type === 'add' ? sum(left.N, right.N) : difference(left.N, right.N) };
};

const existing = (path: Path, old: Readonly<Item>): AttributeValue => {
  const value = valueAt(old, path);
  if (value === undefined)
    throw validation(
      'The provided expression refers to an attribute that does not exist in the item',
    );
  return value;
};

const literal = ({ placeholder }: Reference, values: Values): AttributeValue => {
  const value = values[placeholder];
  if (value === undefined) throw new Error(`${placeholder} was parsed but has no value`);
  return value;
};

const union = (current: AttributeValue, more: AttributeValue): AttributeValue => {
  if (current.N !== undefined && more.N !== undefined) return { N: sum(current.N, more.N) };
  if (current.SS && more.SS) return { SS: [...new Set([...current.SS, ...more.SS])] };
  if (current.NS && more.NS) return { NS: [...new Set([...current.NS, ...more.NS])] };
  if (!current.BS || !more.BS) throw wrongType();
  return {
    BS: [...new Map([...current.BS, ...more.BS].map((bytes) => [byteText(bytes), bytes])).values()],
  };
};

const without = (current: AttributeValue, less: AttributeValue): AttributeValue | undefined => {
  if (typeOf(current) !== typeOf(less)) throw wrongType();
  const gone = new Set(less.BS?.map(byteText) ?? less.SS ?? less.NS);
  const SS = current.SS?.filter((member) => !gone.has(member));
  const NS = current.NS?.filter((member) => !gone.has(member));
  const BS = current.BS?.filter((member) => !gone.has(byteText(member)));
  if (SS?.length) return { SS };
  if (NS?.length) return { NS };
  return BS?.length ? { BS } : undefined;
};

interface Change {
  readonly path: Path;
  /** Undefined takes the attribute away. */
  readonly value: AttributeValue | undefined;
}

const changeOf = (section: UpdateSection, old: Readonly<Item>, values: Values): Change => {
  const { path, type } = section;
  if (type === 'remove') return { path, value: undefined };
  if (type === 'set') return { path, value: computed(section.val, old, values) };
  const current = valueAt(old, path);
  const operand = literal(section.val, values);
  if (type === 'add') return { path, value: current ? union(current, operand) : operand };
  return { path, value: current && without(current, operand) };
};

type List = (AttributeValue | undefined)[];

const place = (item: Item, { path, value }: Change, touched: Set<List>): void => {
  const last = path[path.length - 1];
  const parent = valueAt(item, path.slice(0, -1));
  if (typeof last === 'number' && parent?.L) {
    const list: List = parent.L;
    if (value !== undefined || last < list.length) list[last] = value;
    touched.add(list);
  } else if (typeof last === 'string' && parent?.M) {
    if (value) parent.M[last] = value;
    else delete parent.M[last];
  } else {
    throw validation('The document path provided in the update expression is invalid for update');
  }
};

/**
 * The item after an update. All values are computed from the item before it; indexes mean the list
 * before it, and one beyond the end appends.
 *
 * @throws a ValidationException in DynamoDB's words.
 */
export const updated = (old: Readonly<Item>, tree: UpdateTree, values: Values): Item => {
  const changes = tree.sections.map((section) => changeOf(section, old, values));
  // What no change reaches into is shared with the old item: stored items are never changed.
  const item = tree.paths.every(({ length }) => length === 1) ? { ...old } : cloneItem(old);
  const touched = new Set<List>();
  for (const change of changes) place(item, change, touched);
  for (const list of touched) {
    const kept = list.filter((member) => member !== undefined);
    list.splice(0, list.length, ...kept);
  }
  return item;
};
