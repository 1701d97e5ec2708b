import type { MetricStore } from '../account/cloudwatch/store.ts';
import { type Minute, type Model, minuteMs, simulateMinute } from './minutes.ts';
import { type Measure, publishMinute } from './publish.ts';
import type { Disturbance } from './setup.ts';

interface RecorderSetup {
  readonly model: Model;
  readonly store: MetricStore;
  readonly measure: Measure;
  readonly delayMs: number;
  readonly disturbances: readonly Disturbance[];
}

/** So many minutes are known at the start, so that there is something to compare with. */
const historyMinutes = 60;

/** Simulates minutes when somebody looks, each one once and after it is over. */
export class Recorder {
  readonly #setup: RecorderSetup;
  readonly #minutes: Minute[] = [];
  #next: number;

  constructor(setup: RecorderSetup) {
    this.#setup = setup;
    const first = Math.floor(setup.model.startsAt / minuteMs) - historyMinutes;
    this.#next = first * minuteMs;
  }

  /** All minutes that were simulated, oldest first. */
  get minutes(): readonly Minute[] {
    return this.#minutes;
  }

  measureUntil(time: number): void {
    const { model, store, measure, delayMs, disturbances } = this.#setup;
    const publishing = { startsAt: model.startsAt, delayMs, disturbances };
    while (this.#next + minuteMs <= time) {
      const minute = simulateMinute(model, this.#next);
      this.#minutes.push(minute);
      publishMinute(store, publishing, minute, measure);
      this.#next += minuteMs;
    }
  }
}
