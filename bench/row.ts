/** One line of the table: a claim that was measured, with the number to reach where there is one. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly toReach?: string;
  readonly reached?: boolean;
}

export interface BenchOptions {
  /** Takes the long way where there is a short one. */
  readonly full: boolean;
  /** Looks briefly where a bench takes long. */
  readonly quick: boolean;
  /** How many rehearsals, instead of the bench's own number. */
  readonly runs: number | undefined;
  /** The first seed, where a bench draws at random. */
  readonly seed: number;
  /** Prints tables of a bench's own, before its rows. */
  readonly print: (lines: readonly string[]) => void;
}

export interface Bench {
  readonly name: string;
  /** What is measured, in one sentence. */
  readonly about: string;
  readonly measure: (options: BenchOptions) => Promise<readonly Row[]>;
}

/** A measured number that must stay below (or, inclusive, at) a limit. */
export const limited = (
  what: string,
  value: number,
  limit: { readonly below?: number; readonly atMost?: number },
  text: (value: number) => string,
): Row => {
  const { below = Number.POSITIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = limit;
  const toReach =
    limit.below === undefined ? `at most ${text(atMost)}` : `under ${text(limit.below)}`;
  return { what, measured: text(value), toReach, reached: value < below && value <= atMost };
};
