import { commitAlways } from './commit.ts';
import type { Change } from './domain/change.ts';
import type { Run } from './domain/run.ts';
import type { Signal } from './domain/signal.ts';
import { readMailbox, signalsAtOnce } from './mailbox.ts';

/**
 * Uses up a mailbox that holds more than one decision can take, as a run does that ends whatever is
 * in it.
 *
 * @returns the run, and the signals that are left for the ending itself.
 */
export const drainMailbox = async <Detail>(
  run: Run<Detail>,
): Promise<{ readonly run: Run<Detail>; readonly taken: readonly Signal[] }> => {
  const taken = await readMailbox(run);
  if (run.signalsTaken + taken.length >= run.signalsPut || taken.length < signalsAtOnce)
    return { run, taken };
  const because = `${taken.length} signals came too late, the first of them ${taken[0]?.kind} by ${taken[0]?.who}`;
  const timeline = [{ decision: 'refuse signals', because }];
  return drainMailbox(await commitAlways(run, { taken, timeline }));
};

/** What an ending says of the signals that it uses up without heeding them. */
export const refusals = (
  taken: readonly Signal[],
  outcome: string,
): NonNullable<Change<unknown>['timeline']> =>
  taken.map(({ kind, who }) => ({
    decision: `refuse ${kind}`,
    because: `${kind} by ${who}: the run ends as ${outcome}`,
  }));
