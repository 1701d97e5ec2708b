import type { Side } from '../../functions/traffic/domain/traffic.ts';
import { Timeline } from './timeline.ts';

export type Shares = Readonly<Record<Side, number>>;

export interface RoutingState {
  /** Shares of new clients, from 0 to 1; they add up to 1, or to 0 when nothing is routed. */
  readonly shares: Shares;
  /** Sides that take part, with or without weight. */
  readonly members: readonly Side[];
  /** How long a client stays on its side, in milliseconds; 0 without stickiness. */
  readonly stickyMs: number;
}

export const shareOut = (weights: Readonly<Record<Side, number>>): Shares => {
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  return Object.fromEntries(
    Object.entries(weights).map(([side, weight]) => [side, sum === 0 ? 0 : weight / sum]),
  );
};

const addShares = (into: Record<Side, number>, shares: Shares, part: number): void => {
  for (const [side, share] of Object.entries(shares)) into[side] = (into[side] ?? 0) + share * part;
};

/**
 * Where requests go at any time. With stickiness clients carry cookies of every age up to its
 * duration, since it began, so the real shares are the mean of the configured ones over that time; a
 * side that has left the rule keeps nobody.
 */
export class Routing {
  readonly #states: Timeline<RoutingState>;
  #stickySince: number;

  constructor(first: RoutingState) {
    this.#states = new Timeline(first);
    this.#stickySince = Number.NEGATIVE_INFINITY;
  }

  get latest(): RoutingState {
    return this.#states.latest;
  }

  set(at: number, state: RoutingState): void {
    if (state.stickyMs > 0 && this.latest.stickyMs === 0) this.#stickySince = at;
    this.#states.set(at, state);
  }

  changes(start: number, end: number): readonly number[] {
    return this.#states.changes(start, end);
  }

  at(time: number): RoutingState {
    return this.#states.at(time);
  }

  /** The shares of all requests, sticky clients included. */
  sharesAt(time: number): Shares {
    const { shares, members, stickyMs } = this.#states.at(time);
    if (stickyMs === 0) return shares;
    const start = time - stickyMs;
    const blended: Record<Side, number> = {};
    for (const span of this.#states.spans(start, time)) {
      const asOf = this.#states.at(Math.max(span.start, Math.min(time, this.#stickySince)));
      addShares(blended, asOf.shares, (span.end - span.start) / stickyMs);
    }
    const stayed = Object.entries(blended).filter(([side]) => members.includes(side));
    return shareOut(Object.fromEntries(stayed));
  }
}
