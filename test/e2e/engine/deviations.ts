import type { Deviation } from './deviations/deviation.ts';
import { errorDeviations } from './deviations/errors.ts';
import { expressionDeviations } from './deviations/expressions.ts';
import { stateDeviations } from './deviations/states.ts';

/** Everything in which moto and our engine differ, and who is wrong. */
export const deviations: readonly Deviation[] = [
  ...stateDeviations,
  ...errorDeviations,
  ...expressionDeviations,
];
