import type { Fault } from '../account/faults.ts';
import { type CallSite, type Schedule, siteIn } from './schedule.ts';
import type { SeenCall } from './seen-calls.ts';
import type { Trial } from './trial.ts';

/** A mutating call with what it does, in a rehearsal in which it is made. */
export interface Site extends CallSite {
  readonly name: string;
  readonly schedule: Schedule;
  /** Its function changes something outside of evenkeel, such as weights. */
  readonly moves: boolean;
  /** It is that change. */
  readonly isMove: boolean;
}

/** What evenkeel keeps its own state in and tells people with. */
const own = /^(DynamoDB|SNS|SFN|EventBridge)$/;

const siteKey = ({ function: name, service, action, effect }: SeenCall): string =>
  [name, service, action, effect].join(' ').trim();

/** The functions that change something outside of evenkeel. */
const moversIn = (trials: readonly Trial[]): ReadonlySet<string> =>
  new Set(
    trials
      .flatMap(({ calls }) => calls)
      .filter(({ mutating, service }) => mutating && !own.test(service))
      .map(({ function: name }) => name),
  );

/**
 * All mutating calls of fault-free rehearsals, each once by what it does, in the shortest rehearsal
 * that makes it. Those of functions that move something come first.
 */
export const sitesOf = (trials: readonly Trial[]): readonly Site[] => {
  const sites = new Map<string, Site>();
  const movers = moversIn(trials);
  for (const { calls, schedule } of trials.toSorted((a, b) => a.calls.length - b.calls.length))
    for (const call of calls) {
      const name = siteKey(call);
      if (!call.mutating || sites.has(name)) continue;
      const [moves, isMove] = [movers.has(call.function), !own.test(call.service)];
      sites.set(name, { ...siteIn(call), name, schedule, moves, isMove });
    }
  return [...sites.values()].toSorted((a, b) => Number(b.moves) - Number(a.moves));
};

/** A rehearsal in which one of its calls meets a fault. */
export const faultAt = (
  schedule: Schedule,
  call: CallSite,
  fault: Fault,
  times?: number,
): Schedule => ({ ...schedule, faults: [{ ...siteIn(call), fault, ...(times && { times }) }] });
