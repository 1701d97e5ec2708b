import type { Facts } from '../comparison.ts';

/** A way in which one of the two is wrong, and what of AWS's documentation says so. */
export interface Deviation {
  /** What the one that is wrong does. */
  readonly name: string;
  readonly wrong: 'moto' | 'evenkeel';
  /** Page of the Step Functions Developer Guide, unless another is named, and what it says. */
  readonly decidedBy: string;
  /** By the name of the case: the facts of moto that differ. */
  readonly cases: Readonly<Record<string, Facts>>;
}

/** The same facts in all these cases. */
export const inEach = (facts: Facts, ...names: readonly string[]): Deviation['cases'] =>
  Object.fromEntries(names.map((name) => [name, facts]));
