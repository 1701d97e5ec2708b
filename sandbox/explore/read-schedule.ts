import * as z from 'zod';
import { InvalidInputError } from '../../functions/platform/errors.ts';
import { parse } from '../../functions/platform/parse.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import type { PlannedFault, Schedule } from './schedule.ts';
import { subjects } from './subject.ts';

const seconds = z.number().min(0);
const occurrence = z.int().min(0);
const Fault = z.looseObject({ kind: z.string() });

const Call = z.strictObject({
  function: z.string(),
  service: z.string(),
  action: z.string(),
  occurrence,
});

const Planned = z.union([
  z.strictObject({ ...Call.shape, fault: Fault, times: z.int().min(1).optional() }),
  z.strictObject({ outage: z.string(), from: seconds, seconds, fault: Fault }),
  z.strictObject({ start: z.string(), occurrence, fault: Fault }),
  z.strictObject({ delivery: z.string(), occurrence, afterSeconds: z.array(seconds) }),
  z.strictObject({ disabled: z.string(), from: seconds, seconds }),
  z.strictObject({ clock: z.string(), aheadSeconds: z.number() }),
]);

const Moment = z.union([
  z.strictObject({ at: seconds }),
  z.strictObject({ state: z.string(), nth: z.int().min(1), afterSeconds: seconds }),
  z.strictObject({ call: Call }),
]);

/** A schedule as it is printed and kept. */
export const WrittenSchedule = z.strictObject({
  workflow: z.enum(subjects.map(({ workflow }) => workflow)),
  scenario: z.enum(scenarios.map(({ name }) => name)),
  sample: z.enum(['checkout', 'pricing']).optional(),
  bakeMinutes: z.int().min(1).optional(),
  seed: z.int().min(0),
  faults: z.array(Planned),
  interventions: z.array(
    z.looseObject({ do: z.enum(subjects.flatMap(({ deeds }) => deeds)), when: Moment }),
  ),
});

/** What was written is what this program drew, so that its kinds of faults are known. */
export const toSchedule = (written: z.output<typeof WrittenSchedule>): Schedule => ({
  ...written,
  faults: written.faults as readonly PlannedFault[],
  interventions: written.interventions as Schedule['interventions'],
});

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const allowed =
      'the seed of a random schedule, a schedule as it was printed, or the file of a kept one';
    const mistake = { path: '--replay', value: JSON.stringify(text), allowed };
    throw new InvalidInputError('the command line', [mistake], { cause });
  }
};

/** Reads a schedule as it was printed. @throws InvalidInputError */
export const readSchedule = (text: string): Schedule =>
  toSchedule(parse(WrittenSchedule, json(text), '--replay'));
