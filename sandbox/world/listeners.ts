import type { NewEvent } from '../account/event-bus.ts';

/** A change that a person made, as CloudTrail records it. */
export interface HandChange {
  readonly eventName: string;
  readonly eventSource: string;
  readonly who: string;
  /** The ARN of the listener rule, listener or alias. */
  readonly resource: string;
  readonly requestParameters: Readonly<Record<string, unknown>>;
}

/** Shares in percent by side, after a change has taken effect. */
export type TrueShares = Readonly<Record<string, number>>;

/** Those who want to hear of something; each is told in the order of coming. */
export class Listeners<Told> {
  readonly #listeners: ((told: Told) => void)[] = [];

  add(listener: (told: Told) => void): void {
    this.#listeners.push(listener);
  }

  tell(told: Told): void {
    for (const listener of this.#listeners) listener(told);
  }
}

export interface WorldListeners {
  readonly changes: Listeners<HandChange>;
  readonly events: Listeners<NewEvent>;
  readonly weights: Listeners<TrueShares>;
}
