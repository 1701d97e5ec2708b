import type { AlbTarget } from '../../functions/traffic/domain/target.ts';
import type { Side } from '../../functions/traffic/domain/traffic.ts';
import type { SeenRun } from './runs.ts';

export const sidesIn = (target: AlbTarget): readonly Side[] => Object.keys(target.sides);

/** The side that has all the traffic when a run ends so; undefined where the outcome moves none. */
export const sideAtEnd = ({ outcome, detail }: SeenRun): Side | undefined => {
  switch (outcome) {
    case 'promoted':
      return detail.sides?.canary;
    case 'rolled-back':
      return detail.sides?.stable;
    default:
      return undefined;
  }
};
