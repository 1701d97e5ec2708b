/** A visit, or a sequence of visits that was repeated. */
export interface Stretch<Visit> {
  /** One round: the visits of the first repetition. */
  readonly visits: readonly Visit[];
  /** How often the round was gone through without anything else in between. */
  readonly rounds: number;
  readonly from: number;
  readonly to: number;
}

interface Named {
  readonly at: number;
  readonly name: string;
  readonly end: number | null;
}

/** Longer rounds than this are shown as they are. */
const longestRound = 12;

const roundsFrom = (visits: readonly Named[], start: number, length: number): number => {
  let rounds = 1;
  const repeats = (round: number): boolean =>
    Array.from({ length }, (_, offset) => offset).every(
      (offset) => visits[start + round * length + offset]?.name === visits[start + offset]?.name,
    );
  while (start + (rounds + 1) * length <= visits.length && repeats(rounds)) rounds += 1;
  return rounds;
};

const bestRound = (visits: readonly Named[], start: number): { length: number; rounds: number } => {
  let best = { length: 1, rounds: 1 };
  for (let length = 1; length <= longestRound; length++) {
    const rounds = roundsFrom(visits, start, length);
    const covers = rounds > 1 ? length * rounds : 1;
    const bestCovers = best.rounds > 1 ? best.length * best.rounds : 1;
    if (covers > bestCovers) best = { length, rounds };
  }
  return best;
};

/** Folds the states visited, in order, so that a loop of waiting and measuring is one line. */
export const foldPath = <Visit extends Named>(visits: readonly Visit[]): Stretch<Visit>[] => {
  const stretches: Stretch<Visit>[] = [];
  for (let start = 0; start < visits.length; ) {
    const { length, rounds } = bestRound(visits, start);
    const first = visits[start];
    const last = visits[start + length * rounds - 1];
    if (first === undefined || last === undefined) break;
    stretches.push({
      visits: visits.slice(start, start + length),
      rounds,
      from: first.at,
      to: last.end ?? last.at,
    });
    start += length * rounds;
  }
  return stretches;
};
