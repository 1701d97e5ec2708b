/** A moment in the future of the virtual clock at which something runs. */
export interface Timer {
  readonly at: number;
  cancel(): void;
}

interface Entry {
  at: number;
  order: number;
  run: (() => void) | undefined;
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Lets every pending promise callback run before time moves on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * The virtual clock: time stands still while code runs and jumps to the next timer when nothing is
 * left to do. Timers of one moment run in the order in which they were set, so a rehearsal is the
 * same each time.
 */
export class Clock {
  #now: number;
  #order = 0;
  readonly #heap: Entry[] = [];

  constructor(startsAt: number) {
    this.#now = startsAt;
  }

  /** Milliseconds since the epoch. */
  get now(): number {
    return this.#now;
  }

  at(time: number, run: () => void): Timer {
    // Whole milliseconds, as every clock of AWS has them.
    const at = Math.max(Math.round(time), this.#now);
    const entry: Entry = { at, order: this.#order++, run };
    this.#push(entry);
    return {
      at: entry.at,
      cancel: () => {
        entry.run = undefined;
      },
    };
  }

  after(milliseconds: number, run: () => void): Timer {
    return this.at(this.#now + milliseconds, run);
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(milliseconds, resolve);
    });
  }

  /**
   * Drives the clock until `done` is true after some moment, `until` is reached, or nothing is left
   * to run. Leaves the clock at `until` only when it was reached.
   */
  async drive(until: number, done: () => boolean = () => false): Promise<void> {
    await settled();
    while (!done()) {
      const next = this.#heap[0];
      if (next === undefined) return;
      if (next.at > until) {
        this.#now = until;
        return;
      }
      this.#pop();
      if (next.run === undefined) continue;
      this.#now = next.at;
      next.run();
      await settled();
    }
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || before(above, entry)) break;
      heap[index] = above;
      heap[parent] = entry;
      index = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      let below = heap[child];
      if (below === undefined) break;
      const right = heap[child + 1];
      if (right !== undefined && before(right, below)) {
        child += 1;
        below = right;
      }
      if (before(last, below)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
  }
}
