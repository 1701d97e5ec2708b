import { shown } from '../platform/brief.ts';
import { ChangeFailedError, SignalRefusedError } from '../platform/errors.ts';
import type { AnyRun } from './domain/any-run.ts';
import { checkOpen } from './domain/guards.ts';
import { runKey, signalKey } from './domain/keys.ts';
import type { Run } from './domain/run.ts';
import { byPrecedence, type Signal } from './domain/signal.ts';
import { type Item, readItems, writeAll } from './table.ts';

/** Whether a run has signals that it has not read. */
export const hasSignals = (run: Run<unknown>): boolean => run.signalsPut !== run.signalsTaken;

/** Said in sentences, which must not fail for what somebody else has put there. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : shown(value));

const fromItem = ({
  pk: _pk,
  sk: _sk,
  taken: _taken,
  ttl: _ttl,
  takenAt: _at,
  ...signal
}: Item): Signal => {
  const { who, why } = signal;
  return { ...signal, who: textOf(who), why: textOf(why) } as unknown as Signal;
};

/** What one decision uses up at most: a transaction takes 100 items, and each signal is two. */
export const signalsAtOnce = 20;

/** The unread signals of a run by precedence, as many as one decision can use up. */
export const readMailbox = async (run: Run<unknown>): Promise<Signal[]> => {
  if (!hasSignals(run)) return [];
  const items = await readItems(`run#${run.id}`, 'signal#');
  const unread = items.filter(({ taken }) => taken === false).map(fromItem);
  return byPrecedence(unread).slice(0, signalsAtOnce);
};

/**
 * Puts a signal into the mailbox of an open run and counts it, in one transaction.
 *
 * @returns false if a signal of this id was put before: it counts once.
 * @throws RunEndedError, SignalRefusedError, ChangeFailedError
 */
export const putSignal = async (run: Pick<AnyRun, 'id'>, signal: Signal): Promise<boolean> => {
  const written = await writeAll([
    {
      put: { ...signalKey(run.id, signal.id), ...signal, taken: false },
      onlyIfNew: true,
    },
    {
      update: runKey(run.id),
      add: { signalsPut: 1 },
      condition: '#status = :open',
      where: { ':open': 'open' },
    },
  ]);
  if (written.written) return true;
  if (written.index === 0) return false;
  if (!written.found)
    throw new SignalRefusedError(`run: "${run.id}" is gone from the table. Nothing was changed.`);
  checkOpen(written.found as unknown as AnyRun);
  throw new ChangeFailedError(
    `Run ${run.id} was changed while the signal was put. Nothing was changed; retrying helps.`,
  );
};
