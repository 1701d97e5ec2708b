import type { Plan, Step } from './plan.ts';

/** How long a step below 100 bakes when its plan does not say. */
export const defaultBake = { minimumMinutes: 10, maximumMinutes: 20 } as const;

/** The bake of a step; none for a promotion whose plan asks for none. */
export const bakeOf = (step: Step): Step['bake'] =>
  step.bake ?? (step.weight < 100 ? defaultBake : undefined);

/**
 * The minutes that a good release bakes at least. The sequential judge lets a step pass only at the
 * maximum of its bake, unless it may be promoted early.
 */
export const leastMinutes = ({ steps, judge, earlyPromotion }: Plan['rollout']): number =>
  steps
    .map(bakeOf)
    .map((bake) =>
      judge === 'sequential' && !earlyPromotion ? bake?.maximumMinutes : bake?.minimumMinutes,
    )
    .reduce<number>((sum, each) => sum + (each ?? 0), 0);
