import type { Fault } from '../account/faults.ts';
import type { CallSite, Schedule } from './schedule.ts';
import type { SeenCall, Trial } from './trial.ts';

/** A mutating call with what it does, in a rehearsal in which it is made. */
export interface Site extends CallSite {
  readonly name: string;
  readonly schedule: Schedule;
}

const siteKey = ({ function: name, service, action, effect }: SeenCall): string =>
  [name, service, action, effect].join(' ').trim();

export const siteOf = (call: SeenCall, { schedule }: Trial): Site => {
  const { function: name, service, action, occurrence } = call;
  return { name: siteKey(call), function: name, service, action, occurrence, schedule };
};

/** Functions that move traffic come first and are looked at with every fault. */
export const moves = ({ function: name }: CallSite): boolean =>
  /^(shift-traffic|roll-back|guard-runs)$/.test(name);

/**
 * All mutating calls of fault-free rehearsals, each once by what it does, in the shortest rehearsal
 * that makes it.
 */
export const sitesOf = (trials: readonly Trial[]): readonly Site[] => {
  const sites = new Map<string, Site>();
  const byLength = trials.toSorted((one, other) => one.calls.length - other.calls.length);
  for (const trial of byLength)
    for (const call of trial.calls) {
      const site = siteOf(call, trial);
      if (call.mutating && !sites.has(site.name)) sites.set(site.name, site);
    }
  return [...sites.values()].toSorted((a, b) => Number(moves(b)) - Number(moves(a)));
};

/** The rehearsal of a site in which the call meets a fault. */
export const faultAt = (site: Site, fault: Fault, times?: number): Schedule => {
  const { function: name, service, action, occurrence, schedule } = site;
  const call = { function: name, service, action, occurrence };
  return { ...schedule, faults: [{ ...call, fault, ...(times && { times }) }] };
};
