import fc from 'fast-check';

const numberIn = (name: string): number | undefined => {
  const text = process.env[name];
  return text === undefined ? undefined : Number(text);
};

/** How long each property is looked at; without it, as often as fits into `npm test`. */
const seconds = numberIn('FUZZ_SECONDS');

const budget =
  seconds === undefined
    ? { numRuns: 100 }
    : {
        numRuns: Number.MAX_SAFE_INTEGER,
        interruptAfterTimeLimit: seconds * 1_000,
        markInterruptAsFailure: false,
      };

const usual = { seed: numberIn('FUZZ_SEED') ?? 20_260_302, ...budget };

/** How often one property is tried, for those that are dear. */
export interface Trials<Values> {
  /** What once failed: tried first, for ever. */
  readonly examples?: Values[];
  /** Instead of 100 in `npm test`. */
  readonly runs?: number;
}

/** Tries a property on arbitrary values, and shrinks what breaks it to the smallest that does. */
export const holds = async <Values extends [unknown, ...unknown[]]>(
  arbitraries: { [Index in keyof Values]: fc.Arbitrary<Values[Index]> },
  property: (...values: Values) => void | Promise<void>,
  { examples = [], runs = usual.numRuns }: Trials<NoInfer<Values>> = {},
): Promise<void> => {
  const numRuns = seconds === undefined ? runs + examples.length : usual.numRuns;
  const tried = async (...values: Values): Promise<void> => property(...values);
  await fc.assert(fc.asyncProperty(...arbitraries, tried), { ...usual, numRuns, examples });
};
