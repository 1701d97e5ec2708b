import type { Template } from './expression/template.ts';
import { assertCarriable } from './limits.ts';
import { evaluate, type Results, type Transition, type Variables, type Visit } from './visit.ts';

/** The fields that say what leaves a state, a choice rule or a catcher. */
interface Leaving {
  readonly Output?: Template;
  readonly Assign?: Template;
  readonly Next?: string;
}

interface LeavingOptions {
  readonly results?: Results;
  /** The output where the state does not say one. */
  readonly otherwise: unknown;
  /** Where the fields stand within the state, such as `Catch[0]/`. */
  readonly place?: string;
}

/** Evaluates `Output` and `Assign`, both from the values at the state's entry. */
export const leave = async (
  visit: Visit,
  { Output, Assign, Next }: Leaving,
  { results, otherwise, place = '' }: LeavingOptions,
): Promise<Transition> => {
  const output = Output ? await evaluate(visit, `${place}Output`, Output, results) : otherwise;
  const assigned = Assign ? await evaluate(visit, `${place}Assign`, Assign, results) : {};
  assertCarriable(output, `The output of the state '${visit.name}'`);
  return { next: Next, output, assigned: assigned as Variables };
};
