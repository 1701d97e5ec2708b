import type { KillAnswer } from './invocation.ts';

/** The place of one attempt of a call in a rehearsal; the SDK's own retries are attempts too. */
export interface Site {
  readonly function: string;
  readonly service: string;
  readonly action: string;
  readonly mutating: boolean;
  readonly region: string;
  /** How often this function made this call before: 0 for the first. */
  readonly occurrence: number;
  /** Virtual seconds since the start. */
  readonly at: number;
  /** How many calls functions made before this one, all together. */
  readonly index: number;
  readonly input: unknown;
}

/**
 * Which error a failed or lost call ends with. Only a call without effect is `denied` (its role lost
 * the permission), `expired` (its credentials did) or meets a `conflict` (DynamoDB: with another
 * transaction).
 */
export type FaultError = 'timeout' | 'internal' | 'denied' | 'expired' | 'conflict';

export type Fault =
  /** Fails without effect. */
  | { readonly kind: 'before'; readonly error?: FaultError }
  /** The effect is applied and the answer is lost. */
  | { readonly kind: 'after'; readonly error?: FaultError }
  /**
   * A read answers what it answered to the same question up to five seconds ago, as an eventually
   * consistent one may: DescribeExecution and the reads of ECS are documented so. A read that asks
   * for consistency, or was not asked before, is answered as usual.
   */
  | { readonly kind: 'stale' }
  /** Refused by the service's rate limit, without effect. */
  | { readonly kind: 'throttle' }
  /** The effect is applied as usual; the answer comes late, or never within the client's limit. */
  | { readonly kind: 'late'; readonly seconds: number }
  /** The caller sees a timeout at once; the effect is applied this much later. */
  | { readonly kind: 'late-effect'; readonly seconds: number }
  /** The calling process dies, before or after the effect. */
  | { readonly kind: 'kill-before' | 'kill-after'; readonly answer?: KillAnswer }
  /** The calling function is invoked a second time with the same payload; the call itself is fine. */
  | { readonly kind: 'run-twice'; readonly afterSeconds?: number };

/** Decides for each attempt of a function's call what goes wrong with it. */
export type FaultPlan = (site: Site) => Fault | undefined;

export const noFaults: FaultPlan = () => undefined;

/** What goes wrong before a function's code runs. */
export type StartFault =
  /** Its code begins this much later, whatever became of its caller meanwhile. */
  | { readonly kind: 'late-start'; readonly seconds: number }
  /** Lambda refuses to run it (TooManyRequestsException); for synchronous callers only. */
  | { readonly kind: 'refused-start' };

/** What goes wrong with functions as a whole, beside the calls that they make. */
export interface FunctionFaults {
  /** Asked once for each attempt to run a function. */
  readonly start?: (functionName: string) => StartFault | undefined;
  /** How far a function's clock is ahead of the true time, in milliseconds. */
  readonly clockAhead?: (functionName: string) => number;
}
