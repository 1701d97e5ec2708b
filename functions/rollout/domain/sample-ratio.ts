import { alongside } from '../../telemetry/domain/windows.ts';
import { countsEvidence } from './evidence/counts.ts';
import { oddsText } from './evidence/odds.ts';
import { sumOf } from './evidence/sums.ts';
import type { Tick } from './verdict.ts';

/** ln of the evidence that a mismatch needs: at every look at once, one step in 1,000 errs. */
const needed = Math.log(1_000);
/**
 * A split that is off by less than this part of its smaller side is let pass, however certain it is:
 * load balancers and clients that keep connections never split to the last request.
 */
const tolerated = 0.1;

/** Requests of both sides in the same buckets, from the critical share that counts the most. */
const requests = ({ metrics, answer }: Tick) => {
  const counted = Object.entries(metrics).flatMap(([name, { importance }]) => {
    const { canary, stable } = answer.readings[name] ?? {};
    if (importance !== 'critical' || canary?.kind !== 'share' || stable?.kind !== 'share')
      return [];
    const shared = alongside(stable.buckets, canary.buckets);
    return [{ canary: sumOf(shared.canary).total, stable: sumOf(shared.stable).total }];
  });
  return counted.toSorted((one, other) => other.canary + other.stable - one.canary - one.stable)[0];
};

/**
 * Why the requests do not follow the weights; undefined while they do, or while too few were seen to
 * say so.
 *
 * @param weight the canary's weight in percent.
 */
export const mismatch = (tick: Tick, weight: number): string | undefined => {
  const share = weight / 100;
  const seen = requests(tick);
  if (tick.comparable !== 'both' || share <= 0 || share >= 1 || !seen) return undefined;
  const total = seen.canary + seen.stable;
  const measured = total === 0 ? share : seen.canary / total;
  const evidence = countsEvidence([seen.canary, seen.stable], [share, 1 - share]);
  if (evidence < needed || Math.abs(measured - share) < tolerated * Math.min(share, 1 - share))
    return undefined;
  const percent = (100 * measured).toFixed(1);
  return `the canary got ${percent} % of the requests where its weight is ${weight} % (evidence ${oddsText(evidence)}), so the sides cannot be compared`;
};
