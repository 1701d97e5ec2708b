import { alpha } from './judge-evenkeel.ts';
import { edges, p95Ms, p99Ms, type Slower, usual } from './judge-latency.ts';
import { canaryShare, regressionOf, type Setting, sourceOf, usualErrors } from './judge-setting.ts';
import { plan } from './judge-world.ts';

/** Shares of requests between edges; more of them than the histogram has, for a whole distribution. */
const partsOf = (slower: Slower): number[] => {
  const fine = edges.flatMap((edge, index) => {
    const next = edges[index + 1] ?? edge * 1.2;
    return Array.from({ length: 12 }, (_, part) => edge * (next / edge) ** (part / 12));
  });
  const shares = fine.map(slower);
  return [1 - (shares[0] ?? 0), ...shares.map((share, index) => share - (shares[index + 1] ?? 0))];
};

const errorParts = (share: number): number[] => [share, 1 - share];

const divergence = (of: readonly number[], from: readonly number[]): number =>
  of.reduce((sum, share, index) => {
    const other = from[index] ?? 0;
    return share <= 0 || other <= 0 ? sum : sum + share * Math.log(share / other);
  }, 0);

/**
 * What a bucket tells at most, in nats, of two sides that differ: both against what they would be if
 * they were equal, which is their mean weighed by the requests.
 */
const told = (canary: readonly number[], stable: readonly number[]): number => {
  const mean = canary.map(
    (share, index) => canaryShare * share + (1 - canaryShare) * (stable[index] ?? 0),
  );
  return canaryShare * divergence(canary, mean) + (1 - canaryShare) * divergence(stable, mean);
};

/** What is told by the one tail count that tells more: beyond where the plan's tails begin. */
const toldByTails = (slower: Slower): number =>
  Math.max(
    ...[1.1 * p95Ms, 1.15 * p99Ms].map((tail) =>
      told(errorParts(slower(tail)), errorParts(usual(tail))),
    ),
  );

/**
 * The fewest buckets in which any test can find a regression on average that rolls back at most alpha
 * of the equal ones, whenever it looks: ln(1 / alpha) over what a bucket tells. `whole` is for a test
 * that knows each request's latency, `counts` for one that knows what the plan's metrics count, `shared`
 * for one of these that shares alpha evenly among the metrics.
 */
export const leastBuckets = (
  setting: Setting,
): { readonly whole: number; readonly counts: number; readonly shared: number } => {
  const { errorShare, slower } = regressionOf(setting) ?? { errorShare: 0, slower: usual };
  const requests = (setting.requestsPerMinute * sourceOf(setting).bucketSeconds) / 60;
  const errors = told(errorParts(errorShare), errorParts(usualErrors));
  const least = (each: number, risk: number) => Math.max(1, -Math.log(risk) / (requests * each));
  const counted = errors + toldByTails(slower);
  return {
    whole: least(errors + told(partsOf(slower), partsOf(usual)), alpha),
    counts: least(counted, alpha),
    shared: least(counted, alpha / Object.keys(plan).length),
  };
};
