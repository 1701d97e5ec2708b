import type { Schedule } from '../schedule.ts';

/** Scenarios whose trouble begins so late that a rollout with short bakes is over by then. */
const inFull: readonly string[] = ['no-capacity-at-rollback'];

/** How a scenario bakes where it is explored, to save time; its own tests play it in full. */
export const bakesOf = (scenario: string): Pick<Schedule, 'bakeMinutes'> =>
  inFull.includes(scenario) ? {} : { bakeMinutes: 10 };
