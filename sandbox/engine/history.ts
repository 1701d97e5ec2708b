import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Clock } from '../clock.ts';
import { Interrupted } from './failure.ts';

/**
 * One event of an execution's history. `details` has the fields of AWS's details of that type, with
 * values where AWS has JSON text (input, output, parameters).
 */
export interface HistoryEvent {
  readonly id: number;
  /** The event before this one on the same chain of states; 0 for none. */
  readonly previousEventId: number;
  /** Milliseconds since the epoch, virtual. */
  readonly timestamp: number;
  readonly type: HistoryEventType;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The events of one execution, kept below AWS's limit: the last place is left for its end. */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #onEvent: (event: HistoryEvent) => void;
  readonly #onFull: () => void;

  constructor(options: {
    readonly clock: Clock;
    readonly limit: number;
    readonly onEvent: (event: HistoryEvent) => void;
    readonly onFull: () => void;
  }) {
    this.#clock = options.clock;
    this.#limit = options.limit;
    this.#onEvent = options.onEvent;
    this.#onFull = options.onFull;
  }

  get isFull(): boolean {
    return this.events.length >= this.#limit - 1;
  }

  /** @throws Interrupted when there is no place left, after the execution was ended for it. */
  append(type: HistoryEventType, previousEventId: number, details: object = {}): number {
    if (this.isFull) {
      this.#onFull();
      throw new Interrupted();
    }
    return this.close(type, previousEventId, details);
  }

  /** Records how something ended that was aborted from outside, if there is still a place for it. */
  note(type: HistoryEventType, previousEventId: number, details?: object): void {
    if (!this.isFull) this.close(type, previousEventId, details);
  }

  /** Appends the execution's last event, for which there is always a place. */
  close(type: HistoryEventType, previousEventId: number, details: object = {}): number {
    const event: HistoryEvent = {
      id: this.events.length + 1,
      previousEventId,
      timestamp: this.#clock.now,
      type,
      details: { ...details },
    };
    this.events.push(event);
    this.#onEvent(event);
    return event.id;
  }
}
