import type { Run } from '../runs/domain/run.ts';
import { carriedShare } from '../traffic/domain/capacity.ts';
import { canaryShare, holdsOnly, type Sides, type Split } from '../traffic/domain/traffic.ts';
import { trafficFor } from '../traffic/traffic-for.ts';
import type { RolloutDetail } from './domain/detail.ts';

/**
 * What became of an attempt to return the traffic:
 * - returned: stable has all of it, as read back.
 * - partly: stable has as much as it can carry; the rest follows when it can carry more.
 * - unable: nothing may be moved for now, for the reason given; trying again may help.
 * - foreign: the rule or alias does not hold just our two sides; only a person may decide.
 */
export type Return =
  | { readonly state: 'returned'; readonly because: string }
  | { readonly state: 'partly'; readonly share: number; readonly because: string }
  | { readonly state: 'unable'; readonly because: string }
  | { readonly state: 'foreign'; readonly because: string };

const percent = (split: Split): string =>
  Object.entries({ ...split.shares, ...split.foreign })
    .map(([side, share]) => `${side} ${share} %`)
    .join(', ');

const notOurs = (split: Split, sides: Sides): Return | undefined => {
  if (!holdsOnly(split, sides))
    return {
      state: 'foreign',
      because: `the weights are ${percent(split)}: more than the two sides of this run, so only a person may decide`,
    };
  if (split.absent?.includes(sides.stable))
    return {
      state: 'foreign',
      because: `the traffic cannot be sent to ${sides.stable}, so only a person may decide: ${split.flaw}`,
    };
  return undefined;
};

/** A task takes a quarter more than it did when the run started: autoscaling keeps that much free. */
const headroom = 1.25;

/** Whether stable has all the traffic, as it is read now. */
export const readReturn = async (plan: RolloutDetail['plan'], sides: Sides): Promise<Return> => {
  const split = await trafficFor(plan.traffic).readSplit();
  const foreign = notOurs(split, sides);
  if (foreign) return foreign;
  const share = canaryShare(split, sides);
  return share === 0
    ? { state: 'returned', because: `${sides.stable} has 100 % of the traffic` }
    : { state: 'partly', share, because: `${sides.canary} still has ${share} % of the traffic` };
};

/**
 * Returns the traffic to stable, as much as stable can carry, and reads it back. Never towards a
 * side without a healthy target. The caller has declared its intent before.
 *
 * @throws ChangeFailedError, DriftError, UnreadableError: trying again begins with a read.
 */
export const returnTraffic = async ({ detail }: Run<RolloutDetail>): Promise<Return> => {
  const { plan, sides, fullTasks } = detail;
  if (plan.rollout.dryRun) throw new RangeError('rollout.dryRun: a dry run moves no traffic');
  if (!sides || detail.firstShiftAt === undefined)
    return { state: 'returned', because: 'this run never shifted any traffic' };
  const traffic = trafficFor(plan.traffic);
  const split = await traffic.readSplit();
  const foreign = notOurs(split, sides);
  if (foreign) return foreign;
  const share = canaryShare(split, sides);
  if (share === 0) return readReturn(plan, sides);
  const stable = await traffic.inspectHealth(sides.stable);
  if (stable.healthy === 0)
    return {
      state: 'unable',
      because: `stable side ${sides.stable} has no healthy target, so the traffic is not sent there (${stable.because}); the canary keeps ${share} %`,
    };
  const carried = Math.min(100, Math.floor(carriedShare(stable.healthy, fullTasks) * headroom));
  const goal = Math.min(share, 100 - carried);
  if (goal < share) await traffic.setCanaryShare(sides, goal, split);
  const after = await readReturn(plan, sides);
  if (after.state !== 'partly') return after;
  return {
    ...after,
    because: `stable side ${sides.stable} can carry ${carried} % (${stable.healthy} healthy of ${fullTasks} needed); the canary keeps ${after.share} %`,
  };
};
