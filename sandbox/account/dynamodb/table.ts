import { compareSort, type KeySchema, type Place, placeOf } from './schema.ts';
import { compareStrings, type Item } from './values.ts';

interface Version {
  readonly at: number;
  readonly item: Item | undefined;
}

interface Entry extends Place {
  /** Oldest first; the last is the present. */
  versions: Version[];
}

/** `at` undefined reads the present, else the table as it was then. */
export type Moment = number | undefined;

const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
};

const asOf = ({ versions }: Entry, at: Moment): Item | undefined =>
  at === undefined ? versions.at(-1)?.item : versions.findLast((version) => version.at <= at)?.item;

/** The stored items of one table. What is read from it must not be changed. */
export class Table {
  readonly name: string;
  readonly schema: KeySchema;
  readonly #keptMilliseconds: number;
  readonly #partitions = new Map<string, Entry[]>();

  /** @param keptMilliseconds how long a former state stays readable. */
  constructor(name: string, schema: KeySchema, keptMilliseconds: number) {
    this.name = name;
    this.schema = schema;
    this.#keptMilliseconds = keptMilliseconds;
  }

  read(place: Place, at: Moment): Item | undefined {
    const entries = this.#partitions.get(place.partition) ?? [];
    const entry = entries[this.#position(entries, place.sort)];
    return entry?.sort === place.sort ? asOf(entry, at) : undefined;
  }

  write(place: Place, item: Item | undefined, now: number): void {
    const entry = this.#entry(place);
    const horizon = now - this.#keptMilliseconds;
    const oldest = entry.versions.findLastIndex((version) => version.at <= horizon);
    const kept = entry.versions.slice(Math.max(oldest, 0));
    if (kept.at(-1)?.at === now) kept.pop();
    entry.versions = [...kept, { at: now, item }];
  }

  /** Puts an item that has always been there. */
  seed(place: Place, item: Item): void {
    this.#entry(place).versions = [{ at: Number.NEGATIVE_INFINITY, item }];
  }

  /** The items of one partition in the order of their sort keys. */
  partition(name: string, at: Moment): Item[] {
    return (this.#partitions.get(name) ?? [])
      .map((entry) => asOf(entry, at))
      .filter((item) => item !== undefined);
  }

  /** All items in the order of a Scan: partitions by hash, so nothing can rely on an order of keys. */
  scanned(at: Moment): Item[] {
    return [...this.#partitions.keys()]
      .sort((left, right) => this.compareScan(left, right))
      .flatMap((name) => this.partition(name, at));
  }

  /** All present items, by partition key and sort key. */
  sorted(): Item[] {
    return [...this.#partitions.keys()]
      .sort(compareStrings)
      .flatMap((name) => this.partition(name, undefined));
  }

  compareScan(left: string, right: string): number {
    return hash(left) - hash(right) || compareStrings(left, right);
  }

  /** Whether an item comes after a place in the order of a Query or Scan. */
  isAfter(item: Item, start: Place): boolean {
    const place = placeOf(item, this.schema);
    return place.partition === start.partition
      ? compareSort(this.schema, place.sort, start.sort) > 0
      : this.compareScan(place.partition, start.partition) > 0;
  }

  #entry(place: Place): Entry {
    const entries = this.#partitions.get(place.partition) ?? [];
    this.#partitions.set(place.partition, entries);
    const position = this.#position(entries, place.sort);
    const found = entries[position];
    if (found?.sort === place.sort) return found;
    const entry: Entry = { ...place, versions: [] };
    entries.splice(position, 0, entry);
    return entry;
  }

  /** Where a sort key stands or would stand. */
  #position(entries: readonly Entry[], sort: string): number {
    let [low, high] = [0, entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const entry = entries[middle];
      if (entry && compareSort(this.schema, entry.sort, sort) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
