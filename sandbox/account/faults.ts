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

/** Which error a failed or lost call ends with. */
export type FaultError = 'timeout' | 'internal';

export type Fault =
  /** Fails without effect. */
  | { readonly kind: 'before'; readonly error?: FaultError }
  /** The effect is applied and the answer is lost. */
  | { readonly kind: 'after'; readonly error?: FaultError }
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
