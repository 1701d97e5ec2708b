import {
  AlreadyLiveError,
  DriftError,
  InvalidInputError,
  WrongRevisionError,
} from '../platform/errors.ts';
import { splitText } from './domain/shares.ts';
import type { AlbTarget } from './domain/target.ts';
import type { Side, SideCondition, Sides, Split } from './domain/traffic.ts';
import { type EcsSide, isRevision, readCondition } from './ecs-side.ts';

/** @throws InvalidInputError when the catalogue names no such side. */
export const ecsSide = (target: AlbTarget, side: Side): EcsSide => {
  const found = target.sides[side];
  if (found !== undefined) return { side, cluster: target.cluster, ...found };
  throw new InvalidInputError('the side', [
    { path: 'side', value: side, allowed: Object.keys(target.sides).join(', ') },
  ]);
};

const sidesOf = (target: AlbTarget, split: Split): Sides => {
  const names = Object.keys(target.sides);
  const stable = names.find((name) => split.shares[name] === 100);
  const canary = names.find((name) => name !== stable);
  if (stable !== undefined && canary !== undefined) return { stable, canary };
  throw new DriftError(
    `A split is already live: ${splitText(split)}; a rollout starts only when one side of rule ${target.rule} has 100 %. No traffic was moved, and retrying helps once it has.`,
  );
};

const requireNotLive = (revision: string, stable: SideCondition): void => {
  if (!isRevision(stable.revision, revision)) return;
  throw new AlreadyLiveError(
    `Revision ${revision} already has all the traffic on ${stable.side}; nothing was changed, and there is nothing to do.`,
  );
};

const requireRevision = (revision: string, canary: SideCondition): void => {
  if (isRevision(canary.revision, revision) && canary.settled && canary.running > 0) return;
  throw new WrongRevisionError(
    `Side ${canary.side} does not run exactly ${revision} with all of its tasks: ${canary.because}; no traffic was moved, and retrying helps once its deployment of ${revision} is complete.`,
  );
};

/**
 * Stable is the side with all the traffic; canary is the other one and runs exactly the revision.
 *
 * @throws DriftError, AlreadyLiveError, WrongRevisionError, UnreadableError, UnsupportedTrafficError
 */
export const identifyAlbSides = async (
  target: AlbTarget,
  revision: string,
  split: Split,
): Promise<Sides> => {
  const sides = sidesOf(target, split);
  requireNotLive(revision, await readCondition(ecsSide(target, sides.stable)));
  requireRevision(revision, await readCondition(ecsSide(target, sides.canary)));
  return sides;
};
