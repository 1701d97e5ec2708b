/** What may be told to a run while it is open. */
export type SignalKind =
  | 'abort'
  | 'alarm'
  | 'decline'
  | 'hold'
  | 'approve'
  | 'resume'
  | 'skip-wait'
  | 'extend'
  | 'finish-now';

export interface Signal {
  /** Also the key under which a repeated signal is recognised. */
  readonly id: string;
  readonly kind: SignalKind;
  readonly who: string;
  readonly why: string;
  readonly at: number;
  /** The gate that approve, decline, resume, skip-wait and extend answer. */
  readonly gate?: string;
  /** The step's weight that finish-now names. */
  readonly step?: number;
  /** For an alarm: its name, side and the time of its change. */
  readonly alarm?: {
    readonly name: string;
    readonly side: 'canary' | 'shared';
    readonly since: number;
  };
}

/** Which signal counts when several are read at once: abort > alarm > decline > hold > rest. */
const precedence: readonly SignalKind[] = ['abort', 'alarm', 'decline', 'hold'];

const rank = (signal: Signal): number => {
  const found = precedence.indexOf(signal.kind);
  return found === -1 ? precedence.length : found;
};

export const byPrecedence = (signals: readonly Signal[]): Signal[] =>
  signals.toSorted((a, b) => rank(a) - rank(b) || a.at - b.at || (a.id < b.id ? -1 : 1));
