import * as z from 'zod';
import { InvalidInputError } from '../../functions/platform/errors.ts';
import { parse } from '../../functions/platform/parse.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import type { Intervention, PlannedFault, Schedule } from './schedule.ts';

const PrintedSchedule = z.strictObject({
  scenario: z.enum(scenarios.map(({ name }) => name)),
  sample: z.enum(['checkout', 'pricing']).optional(),
  seed: z.int().min(0),
  faults: z.array(
    z.strictObject({
      function: z.string(),
      service: z.string(),
      action: z.string(),
      occurrence: z.int().min(0),
      fault: z.looseObject({ kind: z.string() }),
      times: z.int().min(1).optional(),
    }),
  ),
  interventions: z.array(z.looseObject({ do: z.string(), when: z.looseObject({}) })),
});

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const allowed = 'the seed of a random schedule, or a schedule as it was printed';
    const mistake = { path: '--replay', value: text, allowed };
    throw new InvalidInputError('the command line', [mistake], { cause });
  }
};

/** Reads a schedule as it was printed. @throws InvalidInputError */
export const readSchedule = (text: string): Schedule => {
  const { faults, interventions, ...rest } = parse(PrintedSchedule, json(text), '--replay');
  return {
    ...rest,
    faults: faults as unknown as readonly PlannedFault[],
    interventions: interventions as unknown as readonly Intervention[],
  };
};
