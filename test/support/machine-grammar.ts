import type { Machine, Rule, Surroundings } from './machine/machine.ts';
import { errorsExist, functionsExist, namesRead } from './machine/names.ts';
import { failuresFail, lastCatch, quietWaits, standardRetry } from './machine/recovery-rules.ts';
import { limitsOutlastFunctions, machineLimits, taskLimits } from './machine/time-limits.ts';
import { languageServiceMistakes, validatorMistakes } from './machine/validators.ts';
import { oneScope, variablesAreAssigned } from './machine/variables.ts';

const rules: readonly Rule[] = [
  oneScope,
  machineLimits,
  taskLimits,
  limitsOutlastFunctions,
  standardRetry,
  quietWaits,
  lastCatch,
  failuresFail,
  errorsExist,
  functionsExist,
  namesRead,
  variablesAreAssigned,
];

/** Everything that is wrong with a machine by both validators and the house's grammar. */
export const machineMistakes = async (
  machine: Machine,
  surroundings: Surroundings,
): Promise<string[]> => [
  ...validatorMistakes(machine),
  ...(await languageServiceMistakes(machine)),
  ...rules.flatMap((rule) => rule(machine, surroundings)),
];
