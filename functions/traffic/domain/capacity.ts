/**
 * The tasks that a share of the traffic needs, when all of it needs `fullTasks`. Rounded up, and at
 * least one as soon as there is any traffic at all.
 *
 * @param sharePercent 0 to 100
 */
export const neededTasks = (sharePercent: number, fullTasks: number): number =>
  sharePercent <= 0 ? 0 : Math.max(1, Math.ceil((sharePercent * fullTasks) / 100));

/**
 * The share of the traffic, in whole percent from 0 to 100, that `healthy` tasks carry, when all of
 * it needs `fullTasks`. Rounded down; 0 when it is not known how many tasks all of it needs.
 */
export const carriedShare = (healthy: number, fullTasks: number): number =>
  fullTasks > 0 && healthy > 0 ? Math.min(100, Math.floor((healthy * 100) / fullTasks)) : 0;
