import { neededTasks } from '../../traffic/domain/capacity.ts';
import type { SideCondition } from '../../traffic/domain/traffic.ts';

/**
 * Why a side that runs the right revision cannot take a share now, if so. It may be on its way to
 * another number of tasks: its healthy targets carry the traffic, but no more of them than stay.
 */
export const whyNotReady = (
  { complete, healthy, desired, because }: SideCondition,
  weight: number,
  fullTasks: number,
): string | undefined => {
  const needed = neededTasks(weight, fullTasks);
  if (!complete) return `the canary side is not completely deployed: ${because}`;
  if (healthy < needed)
    return `the canary side is too small for ${weight} %: ${healthy} healthy of ${needed} needed (${because})`;
  if (desired < needed)
    return `the canary side is getting too small for ${weight} %: ${desired} desired of ${needed} needed (${because})`;
  return undefined;
};
