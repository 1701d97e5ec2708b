/** What too much load does to a side. */
export interface Overload {
  readonly latencyFactor: number;
  /** Share of requests that get no answer. */
  readonly lostShare: number;
}

const comfortable = 0.7;
const slowest = 10;

/**
 * A side is comfortable up to 70 % of what its healthy tasks can do, three times as slow at 100 %,
 * and beyond that loses what it cannot do. A simple shape, chosen for being monotonous and continuous.
 */
export const overload = (utilisation: number): Overload => {
  const excess = Math.max(0, (utilisation - comfortable) / (1 - comfortable));
  return {
    latencyFactor: Math.min(slowest, 1 + 2 * excess * excess),
    lostShare: utilisation <= 1 ? 0 : 1 - 1 / utilisation,
  };
};
