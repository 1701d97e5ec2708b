import type { Gate, Intent, Message, Outcome, Run } from './run.ts';
import type { Signal } from './signal.ts';

/** How a run ends. `needs-operator` keeps the lease until a person releases it. */
export interface Ending {
  readonly outcome: Outcome;
  readonly error?: string;
  readonly because: string;
}

/** What one decision changes: all of it is written in one transaction, or nothing. */
export interface Change<Detail> {
  readonly detail?: Detail;
  readonly decided?: { readonly entry: number; readonly result: Readonly<Record<string, unknown>> };
  /** Opens a gate, or closes the open one with `null`. */
  readonly gate?: Gate | null;
  readonly timeline?: readonly { readonly decision: string; readonly because: string }[];
  readonly evidence?: object;
  readonly messages?: readonly Message[];
  /** Signals that this decision uses up. */
  readonly taken?: readonly Signal[];
  /** Declares the mutating call that follows. */
  readonly intent?: { readonly direction: Intent['direction']; readonly goal: string };
  /** Refuses the change while a signal is unread. Every forward shift and every ending asks for it. */
  readonly onlyIfNoSignals?: boolean;
  /** Refuses the change once a return was declared. A promotion asks for it. */
  readonly onlyIfNotReturning?: boolean;
  /** The epoch of a takeover by the guardian; otherwise the run's own. */
  readonly takeover?: boolean;
  /** What is done about a run that needs an operator; every other change wants an open run. */
  readonly forOperator?: true;
  readonly end?: Ending;
}

export type Committed<Detail> =
  | { readonly committed: true; readonly run: Run<Detail> }
  /** An unread signal, or a declared return, forbids the change. */
  | { readonly committed: false; readonly because: 'signals' | 'returning' };

/** A run that needs an operator has not ended: it keeps its lease. */
export const statusAfter = ({ outcome }: Ending): 'ended' | 'needs-operator' =>
  outcome === 'needs-operator' ? 'needs-operator' : 'ended';

/** The run as it is once the change is made. */
export const nextRun = <Detail>(
  run: Run<Detail>,
  change: Change<Detail>,
  at: number,
): Run<Detail> => {
  const { listener: _used, gate: oldGate, ...rest } = run;
  const gate = change.gate === undefined ? oldGate : (change.gate ?? undefined);
  const intent = change.intent && { ...change.intent, number: run.intents.length + 1, at };
  return {
    ...rest,
    ...(gate && { gate }),
    ...(change.decided && { decided: change.decided }),
    ...((run.returning || intent?.direction === 'return') && { returning: true }),
    ...(change.end && {
      status: statusAfter(change.end),
      outcome: change.end.outcome,
      error: change.end.error,
      because: change.end.because,
      endedAt: at,
    }),
    epoch: change.takeover ? run.epoch + 1 : run.epoch,
    version: run.version + 1,
    intents: intent ? [...run.intents, intent] : run.intents,
    signalsTaken: run.signalsTaken + (change.taken?.length ?? 0),
    detail: change.detail ?? run.detail,
  };
};
