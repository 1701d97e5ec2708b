import type { Clock } from '../clock.ts';
import { Interrupted } from './failure.ts';

/** Why a scope ended early: its states were aborted, or the whole execution is over. */
export type EndReason = 'aborted' | 'over';

type Watcher = (reason: EndReason) => void;

/**
 * The life of an execution, a branch or an iteration. Whatever waits inside is interrupted when the
 * scope ends, the innermost first, and nothing inside does anything afterwards.
 */
export class Scope {
  #isOver = false;
  readonly #watchers = new Set<Watcher>();

  /** @throws Interrupted when this scope has ended. */
  assertAlive(): void {
    if (this.#isOver) throw new Interrupted();
  }

  end(reason: EndReason): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const watcher of [...this.#watchers].reverse()) watcher(reason);
    this.#watchers.clear();
  }

  /** Calls `watcher` if the scope ends; returns how to stop watching. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Runs `work` in a scope inside this one; what is still under way in there ends with it. */
  async within<Result>(work: (inner: Scope) => Promise<Result>): Promise<Result> {
    this.assertAlive();
    const inner = new Scope();
    const unwatch = this.watch((reason) => inner.end(reason));
    try {
      return await work(inner);
    } finally {
      unwatch();
      inner.end('aborted');
    }
  }

  /**
   * Waits for one of the given callbacks. `begin` starts the wait and returns how to tidy up after it,
   * however it ended.
   */
  wait<Result>(
    begin: (succeed: (result: Result) => void, fail: (error: unknown) => void) => () => void,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.assertAlive();
      let isSettled = false;
      let tidy = (): void => {};
      const once = <Value>(settle: (value: Value) => void) => {
        return (value: Value): void => {
          if (isSettled) return;
          isSettled = true;
          unwatch();
          tidy();
          settle(value);
        };
      };
      const fail = once(reject);
      const unwatch = this.watch(() => fail(new Interrupted()));
      const tidyUp = begin(once(resolve), fail);
      if (isSettled) tidyUp();
      else tidy = tidyUp;
    });
  }

  sleepUntil(clock: Clock, time: number): Promise<void> {
    return this.wait((succeed) => {
      const timer = clock.at(time, () => succeed(undefined));
      return () => timer.cancel();
    });
  }
}
