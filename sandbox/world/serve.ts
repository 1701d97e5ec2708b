import type { Random } from '../random.ts';
import { binomial, burst } from './draws.ts';
import { drawLatencies, type LatencyShape } from './latency.ts';
import { overload } from './overload.ts';
import type { Condition } from './regressions.ts';
import type { TrafficSetup } from './setup.ts';
import type { SideMinute } from './side-minute.ts';

interface Served {
  readonly requests: number;
  readonly condition: Condition;
  /** Load over what the healthy tasks can do. */
  readonly utilisation: number;
  readonly healthy: number;
}

interface Serving {
  readonly traffic: TrafficSetup;
  readonly latency: LatencyShape;
  readonly latencyScale: number;
  readonly timesLost: boolean;
}

/** Without a healthy task the load balancer fails open: it sends requests on, and they fail. */
const lostShare = ({ condition, utilisation, healthy }: Served): number => {
  if (healthy === 0) return 1;
  return 1 - (1 - condition.crashShare) * (1 - overload(utilisation).lostShare);
};

const drawErrors = (random: Random, answered: number, share: number, dispersion: number) => {
  const wavering = share * burst(random, answered * share, dispersion);
  return binomial(random, answered, Math.min(1, wavering));
};

/** Adds what became of requests under one condition to a side's minute. */
export const serve = (
  { traffic, latency, latencyScale, timesLost }: Serving,
  random: Random,
  minute: SideMinute,
  served: Served,
): void => {
  const { requests, condition, utilisation, healthy } = served;
  const lost = binomial(random, requests, lostShare(served));
  const answered = requests - lost;
  const errorShare = Math.min(1, traffic.baseErrorShare + condition.errorShare);
  const errors = drawErrors(random, answered, errorShare, traffic.dispersion);
  minute.requests += requests;
  minute.lost += lost;
  minute.errors += errors;
  minute.clientErrors += binomial(random, answered - errors, traffic.clientErrorShare);
  const slowdown = healthy === 0 ? 1 : overload(utilisation).latencyFactor;
  const scale = latencyScale * condition.latencyFactor * slowdown;
  let usual = timesLost ? requests : answered;
  for (const { share, factor } of condition.tails) {
    const slow = binomial(random, usual, share);
    drawLatencies(random, latency, slow, scale * factor, minute.latencies);
    usual -= slow;
  }
  drawLatencies(random, latency, usual, scale, minute.latencies);
};
