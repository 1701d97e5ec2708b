import type { Side } from '../../functions/traffic/domain/traffic.ts';
import type { Random } from '../random.ts';
import type { Demand } from './demand.ts';
import { burst, distribute, poisson } from './draws.ts';
import type { Fleet, FleetState } from './fleet.ts';
import type { LatencyShape } from './latency.ts';
import { conditionOf, type Regression } from './regressions.ts';
import type { Routing } from './routing.ts';
import { serve } from './serve.ts';
import type { TaskSetup, TrafficSetup } from './setup.ts';
import { emptySideMinute, observeTasks, type SideMinute } from './side-minute.ts';

export const minuteMs = 60_000;

/** Everything a minute depends on. */
export interface Model {
  readonly random: Random;
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
  readonly traffic: TrafficSetup;
  readonly task: Omit<TaskSetup, 'requestsPerMinute'>;
  /** Requests a minute that use all of a task's CPU; infinite for Lambda. */
  readonly taskCapacity: number;
  readonly demand: Demand;
  readonly routing: Routing;
  readonly fleets: ReadonlyMap<Side, Fleet>;
  readonly regressions: readonly Regression[];
  readonly latency: LatencyShape;
  /** From milliseconds to the unit that the service reports latency in. */
  readonly latencyScale: number;
  /** Whether latency is reported of requests without answer, too: Lambda does, a load balancer not. */
  readonly timesLost: boolean;
}

/** What happened in a minute: each offered request is on a side or was rejected. */
export interface Minute {
  readonly start: number;
  readonly offered: number;
  /** Requests for which the load balancer found no target at all. */
  readonly rejected: number;
  readonly sides: readonly SideMinute[];
  /** The sides that took part in the routing at its end, with or without weight. */
  readonly members: readonly Side[];
}

const cutsOf = (model: Model, start: number): number[] => {
  const end = start + minuteMs;
  const moments = new Set([start, end]);
  const keep = (moment: number) => {
    if (moment > start && moment < end) moments.add(moment);
  };
  for (const moment of model.routing.changes(start, end)) keep(moment);
  for (const moment of model.demand.changes(start, end)) keep(moment);
  for (const fleet of model.fleets.values()) fleet.changes(start, end).forEach(keep);
  for (const { from, to } of model.regressions) {
    keep(model.startsAt + from);
    if (to !== undefined) keep(model.startsAt + to);
  }
  return [...moments].sort((one, other) => one - other);
};

interface Tally {
  readonly sides: Map<Side, SideMinute>;
  offered: number;
  rejected: number;
}

const sideOf = ({ sides }: Tally, side: Side): SideMinute => {
  const known = sides.get(side);
  if (known !== undefined) return known;
  const fresh = emptySideMinute(side);
  sides.set(side, fresh);
  return fresh;
};

const conditionAt = (model: Model, { revision, since }: FleetState, at: number) =>
  conditionOf(model.regressions, revision, since - model.startsAt, at - model.startsAt);

interface Portion {
  readonly from: number;
  readonly at: number;
  readonly requests: number;
  /** Expected requests a minute on this side. */
  readonly load: number;
}

/** Serves a portion of a minute's requests on a side; returns how many found no target. */
const serveOn = (model: Model, random: Random, minute: SideMinute, portion: Portion): number => {
  const fleet = model.fleets.get(minute.side)?.at(portion.from);
  if (fleet === undefined || fleet.running === 0) return portion.requests;
  const condition = conditionAt(model, fleet, portion.at);
  const utilisation = (portion.load * condition.cpuFactor) / (fleet.healthy * model.taskCapacity);
  const { requests } = portion;
  serve(model, random, minute, { requests, condition, utilisation, healthy: fleet.healthy });
  return 0;
};

interface Piece {
  readonly from: number;
  readonly until: number;
  /** By how much demand in this minute is off its mean. */
  readonly mood: number;
}

const simulatePiece = (model: Model, random: Random, tally: Tally, piece: Piece): void => {
  const { from, until, mood } = piece;
  const at = (from + until) / 2;
  const demand = model.demand.at(at);
  const requests = poisson(random, (demand * mood * (until - from)) / minuteMs);
  const shares = model.routing.sharesAt(at);
  let unrouted = requests;
  for (const [side, count] of distribute(random, requests, Object.entries(shares))) {
    const portion = { from, at, requests: count, load: demand * (shares[side] ?? 0) };
    unrouted -= count;
    tally.rejected += serveOn(model, random, sideOf(tally, side), portion);
  }
  tally.offered += requests;
  tally.rejected += unrouted;
};

const observeFleets = (model: Model, random: Random, tally: Tally, at: number): void => {
  for (const [side, fleet] of model.fleets) {
    const state = fleet.at(at);
    const { running, healthy } = state;
    const { task, taskCapacity } = model;
    const condition = conditionAt(model, state, at);
    observeTasks(random, sideOf(tally, side), { running, healthy, condition, task, taskCapacity });
  }
};

/**
 * Simulates one minute, cut wherever weights, tasks, demand or regressions change in it, so that
 * each piece goes where the weights of that piece send it. Each minute has its own randomness: when
 * it is simulated makes no difference.
 */
export const simulateMinute = (model: Model, start: number): Minute => {
  const random = model.random.fork(`minute ${start}`);
  const mood = burst(random, model.demand.at(start + minuteMs / 2), model.traffic.dispersion);
  const tally: Tally = { sides: new Map(), offered: 0, rejected: 0 };
  const cuts = cutsOf(model, start);
  for (let index = 0; index + 1 < cuts.length; index++) {
    const from = cuts[index] as number;
    simulatePiece(model, random, tally, { from, until: cuts[index + 1] as number, mood });
  }
  const last = start + minuteMs - 1;
  observeFleets(model, random, tally, last);
  const { sides, offered, rejected } = tally;
  const { members } = model.routing.at(last);
  return { start, offered, rejected, sides: [...sides.values()], members };
};
