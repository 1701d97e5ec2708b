import type { Side } from '../../functions/traffic/domain/traffic.ts';
import { firstStableSide } from './alb-front.ts';
import { demandOf } from './demand.ts';
import type { Fleet } from './fleet.ts';
import type { Ground } from './front.ts';
import { latencyShape } from './latency.ts';
import type { Model } from './minutes.ts';
import type { Routing } from './routing.ts';
import { defaultTask, defaultTraffic, type WorldSetup } from './setup.ts';

/** A stable side with the average traffic uses so much of its CPU. */
const usualUtilisation = 0.4;

const taskCapacity = (setup: WorldSetup, fleets: ReadonlyMap<Side, Fleet>, mean: number) => {
  const { target } = setup;
  if (target.kind === 'lambda-alias') return Number.POSITIVE_INFINITY;
  const tasks = fleets.get(firstStableSide(target, setup))?.now.desired ?? 1;
  return setup.task?.requestsPerMinute ?? mean / (Math.max(1, tasks) * usualUtilisation);
};

/** What the minutes of a world are simulated from, starting at the clock's present time. */
export const modelOf = (ground: Ground, routing: Routing): Model => {
  const { setup, surroundings, fleets } = ground;
  const traffic = { ...defaultTraffic, ...setup.traffic };
  const startsAt = surroundings.clock.now;
  const isLambda = setup.target.kind === 'lambda-alias';
  return {
    random: surroundings.random.fork('traffic'),
    startsAt,
    traffic,
    task: { ...defaultTask, ...setup.task },
    taskCapacity: taskCapacity(setup, fleets, traffic.requestsPerMinute),
    demand: demandOf(traffic, setup.trafficChanges, startsAt),
    routing,
    fleets,
    regressions: setup.regressions ?? [],
    latency: latencyShape(traffic.latency),
    latencyScale: isLambda ? 1 : 0.001,
    timesLost: isLambda,
  };
};
