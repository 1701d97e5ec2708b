import type { Target } from '../traffic/domain/target.ts';
import { trafficFor } from '../traffic/traffic-for.ts';

/** The live weights in percent for a person to look at, or why they cannot be read. */
export const liveWeights = async (
  target: Target,
): Promise<Readonly<Record<string, number>> | string> => {
  try {
    const { shares, foreign } = await trafficFor(target).readSplit();
    return { ...shares, ...foreign };
  } catch (error) {
    return `not readable: ${(error as Error).message}`;
  }
};
