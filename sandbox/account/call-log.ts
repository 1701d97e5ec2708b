import type { Clock } from '../clock.ts';
import type { LoggedCall } from '../rehearsal.ts';
import type { ClientCall } from './calls.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** One attempt of a call as the account remembers it; `ok` is what the caller got to see. */
export interface CallRecord extends Mutable<LoggedCall> {
  readonly region: string;
  /** How many calls functions made before this one. */
  readonly index: number;
  /** How often this function made this call before. */
  readonly occurrence: number;
  /** The number of the invocation, or undefined for a person or CI. */
  readonly invocation: number | undefined;
  readonly input: unknown;
  /** Virtual seconds at which the service handled the call, or null when it never did. */
  appliedAt: number | null;
  /** What the service answered, whether or not the caller got to see it. */
  output: unknown;
  error: unknown;
}

export type Answer = { readonly output: unknown } | { readonly error: unknown };

/** Called each time a service has handled a call, before its answer travels. */
export type CallObserver = (record: Readonly<CallRecord>) => void;

const reads = /^(Get|Describe|List|Query|Scan|BatchGet|TransactGet|Lookup|Simulate|Head)/;

export const isMutating = (action: string): boolean => !reads.test(action);

/** Every call of an account, oldest first. */
export class CallLog {
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #records: CallRecord[] = [];
  readonly #occurrences = new Map<string, number>();
  readonly #observers = new Set<CallObserver>();
  #index = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.now;
  }

  get records(): readonly CallRecord[] {
    return this.#records;
  }

  begin({ service, action, input, region, invocation }: ClientCall): CallRecord {
    const caller = invocation?.function ?? '-';
    const record: CallRecord = {
      at: this.#seconds(),
      function: caller,
      service,
      action,
      mutating: isMutating(action),
      fault: null,
      ok: false,
      region,
      index: invocation === undefined ? -1 : this.#index++,
      occurrence: this.#countOf(`${caller} ${service} ${action}`),
      invocation: invocation?.number,
      input,
      appliedAt: null,
      output: undefined,
      error: undefined,
    };
    this.#records.push(record);
    return record;
  }

  applied(record: CallRecord, answer: Answer): void {
    record.appliedAt = this.#seconds();
    Object.assign(record, answer);
    for (const observer of this.#observers) observer(record);
  }

  /** @returns a function that ends the observation. */
  observe(observer: CallObserver): () => void {
    this.#observers.add(observer);
    return () => void this.#observers.delete(observer);
  }

  #seconds(): number {
    return (this.#clock.now - this.#startedAt) / 1_000;
  }

  #countOf(key: string): number {
    const count = this.#occurrences.get(key) ?? 0;
    this.#occurrences.set(key, count + 1);
    return count;
  }
}

/** The fields of the contract of `--json`, in their order. */
export const loggedCall = (record: CallRecord): LoggedCall => {
  const { at, function: caller, service, action, mutating, fault, ok } = record;
  return { at, function: caller, service, action, mutating, fault, ok };
};
