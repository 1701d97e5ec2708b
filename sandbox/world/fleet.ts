import type { Clock } from '../clock.ts';
import { revisionName } from './regressions.ts';
import { Timeline } from './timeline.ts';

/** The tasks of one side at a moment. */
export interface FleetState {
  readonly revision: string;
  /** Since when the revision serves, in milliseconds since the epoch. */
  readonly since: number;
  readonly desired: number;
  readonly running: number;
  readonly healthy: number;
  /** Tasks that were stopped and still finish their requests. */
  readonly draining: number;
  /** A deployment on its way: the old revision serves until it is complete. */
  readonly deploying: Deployment | undefined;
}

export interface Deployment {
  readonly revision: string;
  readonly startedAt: number;
  readonly endsAt: number;
}

const drainMs = 60_000;

/** One side's tasks, changed by people, deployments and trouble. */
export class Fleet {
  readonly #clock: Clock;
  readonly #startMs: number;
  readonly #states: Timeline<FleetState>;
  readonly #known: Set<string>;

  constructor(clock: Clock, revision: string, tasks: number, startSeconds: number) {
    this.#clock = clock;
    this.#startMs = startSeconds * 1_000;
    this.#known = new Set([revisionName(revision)]);
    this.#states = new Timeline<FleetState>({
      revision,
      since: clock.now - 86_400_000,
      desired: tasks,
      running: tasks,
      healthy: tasks,
      draining: 0,
      deploying: undefined,
    });
  }

  get now(): FleetState {
    return this.#states.latest;
  }

  /** Every revision that was ever asked for, as family:revision. */
  get knownRevisions(): ReadonlySet<string> {
    return this.#known;
  }

  at(time: number): FleetState {
    return this.#states.at(time);
  }

  changes(start: number, end: number): readonly number[] {
    return this.#states.changes(start, end);
  }

  /** Stops tasks at once, or starts new ones, which take a while. */
  scale(tasks: number): void {
    const { running, healthy, draining } = this.now;
    if (tasks > running) {
      this.#change({ desired: tasks });
      this.#clock.after(this.#startMs, () => this.#start(tasks));
      return;
    }
    const stopped = running - tasks;
    this.#change({
      desired: tasks,
      running: tasks,
      healthy: Math.min(healthy, tasks),
      draining: draining + stopped,
    });
    this.#clock.after(drainMs, () => this.#change({ draining: this.now.draining - stopped }));
  }

  setHealthy(healthy: number): void {
    this.#change({ healthy: Math.max(0, Math.min(healthy, this.now.running)) });
  }

  deploy(revision: string, seconds: number): void {
    this.#known.add(revisionName(revision));
    const startedAt = this.#clock.now;
    const deploying = { revision, startedAt, endsAt: startedAt + seconds * 1_000 };
    this.#change({ deploying });
    const finish = () => {
      if (this.now.deploying !== deploying) return;
      this.#change({ revision, since: this.#clock.now, deploying: undefined });
    };
    if (seconds === 0) finish();
    else this.#clock.after(seconds * 1_000, finish);
  }

  #start(tasks: number): void {
    const { desired, running, healthy } = this.now;
    const started = Math.min(tasks, desired) - running;
    if (started > 0) this.#change({ running: running + started, healthy: healthy + started });
  }

  #change(change: Partial<FleetState>): void {
    this.#states.set(this.#clock.now, { ...this.now, ...change });
  }
}
