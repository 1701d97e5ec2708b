import type { ShareBucket } from '../functions/telemetry/domain/reading.ts';

/** Events and requests of the canary, then of stable. */
type Sums = [number, number, number, number];

/** Sums of one metric up to each bucket, to see at once whether a window may be beyond chance. */
export const sumsOf = (minimum: number) => {
  const sums: Sums[] = [[0, 0, 0, 0]];
  let from = 0;
  const windowMayBreak = (start: number): boolean => {
    const [now, then] = [sums.at(-1), sums[start]] as [Sums, Sums];
    const of = (index: 0 | 1 | 2 | 3): number => now[index] - then[index];
    const [yc, nc, yt, nt] = [of(0), of(1), of(2), of(3)];
    const rate = (yc + yt) / (nc + nt);
    const spread = rate * (1 - rate) * (1 / nc + 1 / nt);
    const excess = yc / nc - yt / nt;
    return excess > 0 && excess >= 2.999 * Math.sqrt(spread);
  };
  return {
    add: (canary: ShareBucket, stable: ShareBucket): void => {
      const [yc, nc, yt, nt] = sums.at(-1) as Sums;
      const next = [canary.events, canary.total, stable.events, stable.total] as const;
      sums.push([yc + next[0], nc + next[1], yt + next[2], nt + next[3]]);
    },
    /** Whether the whole or one of the trailing windows that the judge looks at may be broken. */
    mayBreak: (): boolean => {
      const last = sums.length - 1;
      const holds = (start: number): boolean =>
        [1, 3].every((side) => (sums[last]?.[side] ?? 0) - (sums[start]?.[side] ?? 0) >= minimum);
      if (!holds(0)) return false;
      while (from + 1 < last && holds(from + 1)) from += 1;
      for (let length = last - from; length < last; length *= 2)
        if (windowMayBreak(last - length)) return true;
      return windowMayBreak(0);
    },
  };
};
