import type { Random } from '../../random.ts';
import { pick } from '../draw.ts';

const plainDeeds = [
  'abort',
  'hold',
  'finish-now',
  'release-lease',
  'retry-rollback',
  'approve',
  'approve-other-gate',
  'decline',
  'resume',
  'skip-wait',
  'extend',
  'stop-execution',
  'redrive-execution',
  'guard',
  'canary-alarm',
  'shared-alarm',
  'flapping-alarm',
  'deploy-again',
  'deploy-newer',
  'deploy-unknown',
  'deploy-evenkeel',
  'replace-canary',
] as const;

/** What people and other tools do in the middle of a rollout. */
export type Deed =
  | { readonly do: (typeof plainDeeds)[number] }
  | { readonly do: 'set-weights'; readonly canary: number }
  | { readonly do: 'set-health'; readonly side: 'stable' | 'canary'; readonly healthy: number }
  | { readonly do: 'scale'; readonly side: 'stable' | 'canary'; readonly tasks: number };

export type DeedName = Deed['do'];

export const deedNames: readonly DeedName[] = [...plainDeeds, 'set-weights', 'set-health', 'scale'];

/** Draws the rest of a deed. */
export const drawDeed = (name: DeedName, random: Random): Deed => {
  const side = pick(random, ['stable', 'canary'] as const);
  switch (name) {
    case 'set-weights':
      return { do: name, canary: pick(random, [0, 10, 30, 50, 100]) };
    case 'set-health':
      return { do: name, side, healthy: pick(random, [0, 1, 6]) };
    case 'scale':
      return { do: name, side, tasks: pick(random, [0, 2, 4, 6, 12]) };
    default:
      return { do: name };
  }
};
