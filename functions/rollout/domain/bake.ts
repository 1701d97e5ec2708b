import type { Step } from './plan.ts';

/** How long a step below 100 bakes when its plan does not say. */
export const defaultBake = { minimumMinutes: 10, maximumMinutes: 20 } as const;

/** The bake of a step; none for a promotion whose plan asks for none. */
export const bakeOf = (step: Step): Step['bake'] =>
  step.bake ?? (step.weight < 100 ? defaultBake : undefined);
