import { type Run, schemaVersion } from './run.ts';

/**
 * What the record of a run says in every schemaVersion, in older and in later ones alike: enough to
 * put a signal into its mailbox that names no gate, to wake it, and to release its lease. A later
 * version may add to it and changes nothing of it; nor of how a signal lies in the mailbox
 * (`signalKey`, `Signal`, `taken`, and `signalsPut` that counts it).
 */
export interface AnyRun {
  readonly schemaVersion: number;
  readonly id: string;
  readonly target: string;
  readonly epoch: number;
  readonly version: number;
  readonly request: { readonly at: number };
  readonly status: 'open' | 'ended' | 'needs-operator';
  readonly outcome?: string;
  readonly because?: string;
  readonly listener?: { readonly token: string };
}

/** Whether all of the record is known to this version of the code. */
export const isOfThisVersion = (run: AnyRun): run is Run<unknown> =>
  run.schemaVersion === schemaVersion;
