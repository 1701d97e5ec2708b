export interface Span<Value> {
  readonly start: number;
  readonly end: number;
  readonly value: Value;
}

/** A value that changes at moments in time and can be asked for at any of them. */
export class Timeline<Value> {
  readonly #moments: number[] = [Number.NEGATIVE_INFINITY];
  readonly #values: Value[];

  constructor(first: Value) {
    this.#values = [first];
  }

  get latest(): Value {
    return this.#values[this.#values.length - 1] as Value;
  }

  /** Sets the value from a moment on; moments never go backwards. */
  set(at: number, value: Value): void {
    const last = this.#moments[this.#moments.length - 1] as number;
    if (at < last) throw new Error(`a timeline cannot change at ${at}, before its last ${last}`);
    if (at === last) {
      this.#values[this.#values.length - 1] = value;
      return;
    }
    this.#moments.push(at);
    this.#values.push(value);
  }

  at(time: number): Value {
    return this.#values[this.#indexAt(time)] as Value;
  }

  /** The moments of change strictly between two times. */
  changes(start: number, end: number): number[] {
    const inside: number[] = [];
    for (let index = this.#indexAt(start) + 1; index < this.#moments.length; index++) {
      const moment = this.#moments[index] as number;
      if (moment >= end) break;
      inside.push(moment);
    }
    return inside;
  }

  spans(start: number, end: number): Span<Value>[] {
    const cuts = [start, ...this.changes(start, end), end];
    return cuts.slice(0, -1).map((from, index) => ({
      start: from,
      end: cuts[index + 1] as number,
      value: this.at(from),
    }));
  }

  #indexAt(time: number): number {
    let index = this.#moments.length - 1;
    while (index > 0 && (this.#moments[index] as number) > time) index -= 1;
    return index;
  }
}
