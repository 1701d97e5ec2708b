import { brief } from '../platform/brief.ts';
import { DriftError } from '../platform/errors.ts';
import { now } from '../platform/runtime.ts';
import { splitOf, weightsOf, withWeights } from './alb-actions.ts';
import { checkAlb, loadBalancerOf, shapeOf } from './alb-check.ts';
import { readActions, writeActions } from './alb-rule.ts';
import { ecsSide, identifyAlbSides } from './alb-sides.ts';
import { isSameSplit, isSplitAt, requireShare, splitText } from './domain/shares.ts';
import type { AlbTarget } from './domain/target.ts';
import type { Side, Sides, Split, Traffic } from './domain/traffic.ts';
import { readService, readTaskSize, shortName } from './ecs-service.ts';
import { readCondition, readHealth, readRevision } from './ecs-side.ts';

/** `targetgroup/name/id` of its ARN, as CloudWatch calls it. */
const groupLabel = (targetGroup: string): string => targetGroup.split(':').at(-1) ?? targetGroup;

const readSplit = async (target: AlbTarget): Promise<Split> => {
  const actions = await readActions(target.rule);
  const weights = weightsOf(target.rule, actions);
  return { ...splitOf(target, weights, now()), ...shapeOf(target, actions, Object.keys(weights)) };
};

const requireOwnGroups = (target: AlbTarget, live: Split, groups: readonly string[]): void => {
  const areIn = Object.values(target.sides).every((side) => groups.includes(side.targetGroup));
  if (areIn && Object.keys(live.foreign).length === 0) return;
  throw new DriftError(
    `Rule ${target.rule} no longer forwards to just its two sides: it is at ${splitText(live)} and names ${groups.map((group) => brief(group, 200)).join(', ')}; nothing was overwritten, and retrying does not help until the rule is repaired.`,
  );
};

const requireAsSeen = (target: AlbTarget, live: Split, seen: Split): void => {
  if (isSameSplit(live, seen)) return;
  throw new DriftError(
    `Rule ${target.rule} is at ${splitText(live)} and was at ${splitText(seen)} when it was read before, so somebody else changes it; nothing was overwritten, and retrying helps only with a new read.`,
  );
};

/**
 * Reads the actions again right before it writes them back with other weights. ModifyRule and
 * ModifyListener take no precondition, so a window remains: a change by somebody else between this
 * read and the moment at which ELB applies the write is overwritten. That is usually well below a
 * second, and at most `inFlightSeconds`, when the function is held up between the two calls.
 */
const setCanaryShare = async (
  target: AlbTarget,
  sides: Sides,
  share: number,
  seen: Split,
): Promise<void> => {
  requireShare(share);
  const { targetGroup: canary } = ecsSide(target, sides.canary);
  const { targetGroup: stable } = ecsSide(target, sides.stable);
  const actions = await readActions(target.rule);
  const weights = weightsOf(target.rule, actions);
  const live = splitOf(target, weights, now());
  if (isSplitAt(live, sides, share)) return;
  requireOwnGroups(target, live, Object.keys(weights));
  requireAsSeen(target, live, seen);
  await writeActions(target.rule, withWeights(actions, { [canary]: share, [stable]: 100 - share }));
};

const labels = async (target: AlbTarget, side: Side): Promise<Record<string, string>> => {
  const { cluster, service, targetGroup } = ecsSide(target, side);
  const taskSize = await readTaskSize(await readService(cluster, service));
  return {
    loadBalancer: loadBalancerOf(target.rule),
    targetGroup: groupLabel(targetGroup),
    cluster: shortName(cluster),
    service: shortName(service),
    ...taskSize,
  };
};

/** Two weighted target groups of a listener rule with an ECS service behind each. */
export const albTraffic = (target: AlbTarget): Traffic => ({
  // A function lives at most 20 s after it has sent the call; the rest is a margin for ELB to apply
  // it. After that no late write of an earlier step can arrive any more.
  inFlightSeconds: 30,
  check: () => checkAlb(target),
  identify: (revision, split) => identifyAlbSides(target, revision, split),
  readSplit: () => readSplit(target),
  setCanaryShare: (sides, share, seen) => setCanaryShare(target, sides, share, seen),
  inspect: async (side) => readCondition(ecsSide(target, side)),
  inspectHealth: async (side) => readHealth(ecsSide(target, side)),
  inspectRevision: async (side) => readRevision(ecsSide(target, side)),
  labels: (side) => labels(target, side),
});
