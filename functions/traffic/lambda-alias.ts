import { AlreadyLiveError, DriftError, InvalidInputError } from '../platform/errors.ts';
import { now } from '../platform/runtime.ts';
import { type Alias, readAlias, writeRouting } from './alias.ts';
import { checkAlias } from './alias-check.ts';
import { isPublished, isSameRouting, routingFor, splitOfRouting } from './domain/alias-routing.ts';
import { requireShare, splitText } from './domain/shares.ts';
import type { LambdaAliasTarget } from './domain/target.ts';
import { holdsOnly, type Side, type Sides, type Split, type Traffic } from './domain/traffic.ts';
import { readVersionCondition, requireAPair } from './lambda-version.ts';

const aliasName = (target: LambdaAliasTarget): string => `${target.function}:${target.alias}`;

const splitOf = (alias: Alias): Split => ({
  ...splitOfRouting(alias.routing),
  at: now(),
  token: alias.revisionId,
});

const identify = async (
  target: LambdaAliasTarget,
  revision: string,
  split: Split,
): Promise<Sides> => {
  const stable = Object.keys(split.shares).find((version) => split.shares[version] === 100);
  if (stable === undefined)
    throw new DriftError(
      `A split is already live: ${splitText(split)}; a rollout starts only when one published version of alias ${aliasName(target)} has 100 %. No traffic was moved, and retrying helps once it has.`,
    );
  if (stable === revision)
    throw new AlreadyLiveError(
      `Version ${revision} already has all the traffic of alias ${aliasName(target)}; nothing was changed, and there is nothing to do.`,
    );
  await requireAPair(target.function, stable, revision);
  return { stable, canary: revision };
};

const requireAsSeen = (target: LambdaAliasTarget, live: Split, seen: Split, sides: Sides): void => {
  if (!holdsOnly(live, sides))
    throw new DriftError(
      `Alias ${aliasName(target)} is at ${splitText(live)}, and only versions ${sides.stable} and ${sides.canary} are allowed; nothing was overwritten, and retrying does not help until the alias is repaired.`,
    );
  if (live.token === seen.token) return;
  throw new DriftError(
    `Alias ${aliasName(target)} was changed after it was read: it is at ${splitText(live)} and was at ${splitText(seen)}; nothing was overwritten, and retrying helps only with a new read.`,
  );
};

const setCanaryShare = async (
  target: LambdaAliasTarget,
  sides: Sides,
  share: number,
  seen: Split,
): Promise<void> => {
  requireShare(share);
  const alias = await readAlias(target);
  const goal = routingFor(sides, share);
  if (isSameRouting(alias.routing, goal)) return;
  requireAsSeen(target, splitOf(alias), seen, sides);
  await writeRouting(target, goal, alias.revisionId);
};

const requirePublished = (version: Side): Side => {
  if (isPublished(version)) return version;
  throw new InvalidInputError('the side', [
    { path: 'side', value: version, allowed: 'the number of a published version' },
  ]);
};

/** A Lambda alias between two published versions. */
export const lambdaAliasTraffic = (target: LambdaAliasTarget): Traffic => ({
  // A function lives at most 20 s after it has sent the call; the rest is a margin for Lambda to
  // apply it. A late UpdateAlias carries an old RevisionId and is refused, so this is a second guard.
  inFlightSeconds: 30,
  check: () => checkAlias(target),
  identify: (revision, split) => identify(target, revision, split),
  readSplit: async () => splitOf(await readAlias(target)),
  setCanaryShare: (sides, share, seen) => setCanaryShare(target, sides, share, seen),
  inspect: async (side) => readVersionCondition(target.function, requirePublished(side)),
  inspectHealth: async (side) => readVersionCondition(target.function, requirePublished(side)),
  inspectRevision: async (side) => ({
    revision: requirePublished(side),
    because: `a published version never changes, so ${side} is ${side}`,
  }),
  labels: async (side) => ({
    function: target.function,
    alias: target.alias,
    version: requirePublished(side),
  }),
});
