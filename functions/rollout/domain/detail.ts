import type { Tails } from '../../telemetry/domain/reading.ts';
import type { Sides } from '../../traffic/domain/traffic.ts';
import type { Plan } from './plan.ts';
import type { JudgeState, Verdict } from './verdict.ts';

/** What a bake asks for, kept by a hold that interrupts it. Times are milliseconds since the epoch. */
export interface BakeTimes {
  /** Evidence must reach at least to here before the step can pass. */
  readonly minimumUntil: number;
  /**
   * From here on a pass is enough; before, the evidence must say that the canary is safe, where
   * the plan allows it. Missing where a pass is enough from the minimum on.
   */
  readonly passesFrom?: number;
}

/** What a rollout is doing. Times are milliseconds since the epoch. */
export type Phase =
  | { readonly kind: 'starting' }
  | { readonly kind: 'approval'; readonly step: number }
  | { readonly kind: 'shifting'; readonly step: number }
  | ({
      readonly kind: 'baking';
      readonly step: number;
      /** When evidence reaches here without a pass, the plan's end of bake applies. */
      readonly maximumUntil: number;
      readonly extensions: number;
    } & BakeTimes)
  | {
      readonly kind: 'held';
      readonly step: number;
      readonly because: string;
      readonly remindedAt: number;
      /** Missing when it was held before its traffic was shifted, so that resuming shifts first. */
      readonly bake?: BakeTimes;
    }
  | { readonly kind: 'watching'; readonly sawSplit: boolean }
  | {
      readonly kind: 'returning';
      readonly because: string;
      readonly error: string;
      readonly until: number;
    }
  | {
      readonly kind: 'draining';
      readonly because: string;
      readonly error: string;
      readonly until: number;
    };

/** The share that this run last verified, and since when. */
export interface Live {
  readonly share: number;
  readonly since: number;
  /** Buckets before this one warm up and are not judged. */
  readonly judgedFrom: number;
}

/** What a rollout keeps about its own progress in the run's record. */
export interface RolloutDetail {
  readonly plan: Plan;
  readonly revision: string;
  readonly phase: Phase;
  readonly sides?: Sides;
  /** What identifies the sides in the dimensions of their metrics, frozen with them. */
  readonly labels?: Readonly<Record<'stable' | 'canary', Readonly<Record<string, string>>>>;
  /** What the rule did when the run started, besides its weights. */
  readonly actions?: string;
  /** Healthy tasks of stable when the run started: what carries all the traffic. */
  readonly fullTasks: number;
  /** Measured on stable in the hour before the start. */
  readonly requestsPerMinute: number;
  /** Waived metrics of which stable had no data in that hour; they only inform. */
  readonly withoutData: readonly string[];
  /** Where the tail of each quantile metric begins, fixed before the first shift. */
  readonly tails?: Tails;
  /** The share at its limit of each tail that begins elsewhere. */
  readonly tailShares?: Readonly<Record<string, number>>;
  readonly live?: Live;
  readonly firstShiftAt?: number;
  readonly judge: JudgeState;
  readonly last?: {
    readonly verdict: Verdict;
    readonly because: string;
    readonly at: number;
    /** The evidence would end the bake early. */
    readonly safe?: boolean;
  };
  /** The step that a person or the plan lets follow though what is live cannot be seen. */
  readonly waivedStep?: number;
  /** Gates opened so far; the next one's number follows. */
  readonly gates: number;
  /** Edges of alarms that were acted upon, as `name@since`. */
  readonly heeded: readonly string[];
  /** History events used so far, estimated. */
  readonly events: number;
  /** How often the weights moved again after the rollback. */
  readonly returnsAgain?: number;
  /** Why the traffic could not be returned as a whole at the last attempt. */
  readonly returnBecause?: string;
  /** People were told that the weights are back. */
  readonly returnTold?: true;
  /** When people were last reminded that the run needs an operator. */
  readonly operatorRemindedAt?: number;
  /** For a dry run: when it first would have rolled back. */
  readonly wouldHaveRolledBackAt?: number;
  /** The guardian's work on a run whose execution is gone. */
  readonly guardian?: { readonly error: string; readonly since: number; readonly verifyAt: number };
}

/** A share that is live from a moment on; whole buckets are judged, those of the warm-up left out. */
export const liveSince = (
  share: number,
  since: number,
  warmUpBuckets: number,
  bucketSeconds: number,
): Live => {
  const bucket = bucketSeconds * 1000;
  return {
    share,
    since,
    judgedFrom: Math.ceil(since / bucket) * bucket + warmUpBuckets * bucket,
  };
};
