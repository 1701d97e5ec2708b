import { variantsOfJudging } from './rollout/variants-of-judging.ts';
import { variantsOfRuns } from './rollout/variants-of-runs.ts';
import { variantsOfSignals } from './rollout/variants-of-signals.ts';
import { variantsOfTraffic } from './rollout/variants-of-traffic.ts';
import type { Variant } from './variant.ts';

/** Every variant: at least one for each invariant. */
export const variants: readonly Variant[] = [
  ...variantsOfTraffic,
  ...variantsOfJudging,
  ...variantsOfRuns,
  ...variantsOfSignals,
];

export const variantsOf = (workflow: string): readonly Variant[] =>
  variants.filter((variant) => variant.workflow === workflow);
