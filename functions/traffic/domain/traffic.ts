/**
 * The name of a side: for a listener rule the name that the catalogue gives a target group
 * ("blue"), for a Lambda alias the version number ("41"). Which side is stable is not in the name:
 * stable is the side that has all the traffic when a run starts.
 */
export type Side = string;

/** What was read of the live weights. Shares are percentages that add up to 100. */
export interface Split {
  readonly shares: Readonly<Record<Side, number>>;
  /** Targets in the rule or alias that the catalogue does not name, with their share. */
  readonly foreign: Readonly<Record<string, number>>;
  /** Read at, in milliseconds since the epoch. */
  readonly at: number;
  /** Why nothing may be shifted forward whatever the weights are, such as stickiness; missing when it may. */
  readonly flaw?: string;
  /** Sides that get no traffic because their target group is not in the rule. */
  readonly absent?: readonly Side[];
  /** What the rule does, in its order, such as `authenticate-oidc, forward`; an alias does one thing. */
  readonly actions?: string;
  /** What the adapter needs to write conditionally: a Lambda alias's RevisionId. */
  readonly token?: string;
}

export interface SideCondition {
  readonly side: Side;
  /** The revision that the side runs: a task definition or a Lambda version; undefined if mixed. */
  readonly revision: string | undefined;
  /** The side runs exactly one revision, and its deployment is complete; it may still be scaled. */
  readonly complete: boolean;
  /** Complete, with as many tasks as it is to have. */
  readonly settled: boolean;
  readonly healthy: number;
  readonly running: number;
  readonly desired: number;
  /** One sentence that says what was seen. */
  readonly because: string;
}

/** The two sides of a run, fixed when it starts. */
export interface Sides {
  readonly stable: Side;
  readonly canary: Side;
}

/** How a service's traffic is split: the port of every adapter. */
export interface Traffic {
  /** The longest that a change may take effect after it was sent, in seconds. */
  readonly inFlightSeconds: number;
  /**
   * Refuses a rule or alias that cannot be moved safely, before anything is changed.
   *
   * @throws StickyRuleError, UnsupportedTrafficError, UnreadableError
   */
  readonly check: () => Promise<void>;
  /**
   * Names the sides for a revision from the live split: stable has all the traffic, canary is the
   * other side and runs exactly the revision.
   *
   * @throws AlreadyLiveError, WrongRevisionError, DriftError, UnreadableError, and
   * UnsupportedTrafficError when the two cannot share traffic
   */
  readonly identify: (revision: string, split: Split) => Promise<Sides>;
  /**
   * @throws UnreadableError, and UnsupportedTrafficError when rule or alias does not exist or its
   * weights define no shares
   */
  readonly readSplit: () => Promise<Split>;
  /**
   * Sets the canary's share, 0 to 100, and gives the rest to stable; changes nothing else. At 100 of
   * an alias the canary's version becomes the alias's version. `seen` is the split read just before.
   * The share is a whole number. A split that is already so is not written again.
   *
   * @throws DriftError when the world is not as `seen` or holds others than the two sides;
   * ChangeFailedError when the effect is unknown; what readSplit throws.
   */
  readonly setCanaryShare: (sides: Sides, share: number, seen: Split) => Promise<void>;
  /** @throws UnreadableError, and UnsupportedTrafficError when what the side names does not exist */
  readonly inspect: (side: Side) => Promise<SideCondition>;
  /** Only which revision the side runs. @throws what inspect throws */
  readonly inspectRevision: (side: Side) => Promise<Pick<SideCondition, 'revision' | 'because'>>;
  /**
   * Only how much traffic the side can take: a rollback depends on nothing that it does not use.
   *
   * @throws what inspect throws
   */
  readonly inspectHealth: (side: Side) => Promise<Pick<SideCondition, 'healthy' | 'because'>>;
  /**
   * What identifies a side in the dimensions of its metrics, and what a task of it reserves.
   *
   * @throws what inspect throws
   */
  readonly labels: (side: Side) => Promise<Readonly<Record<string, string>>>;
}

/** The canary's share of a split, in percent. */
export const canaryShare = (split: Split, sides: Sides): number => split.shares[sides.canary] ?? 0;

/** What gets traffic besides the two sides of the run, with its share in percent. */
export const sharesElsewhere = (split: Split, sides: Sides): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries({ ...split.shares, ...split.foreign }).filter(
      ([side, share]) => side !== sides.stable && side !== sides.canary && share > 0,
    ),
  );

/** Whether the split holds nothing but the two sides of the run. */
export const holdsOnly = (split: Split, sides: Sides): boolean =>
  Object.keys(split.foreign).length === 0 &&
  Object.entries(split.shares).every(
    ([side, share]) => side === sides.stable || side === sides.canary || share === 0,
  );

/** Whether a side's revision is the one asked for: the same ARN, or its `family:revision`. */
export const isRevision = (found: string | undefined, asked: string): boolean =>
  found !== undefined && (found === asked || found.endsWith(`/${asked}`));
