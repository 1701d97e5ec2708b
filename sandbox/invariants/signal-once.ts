import type { Ledger } from './ledger.ts';
import type { Rule, Step } from './rule.ts';
import { hasEnded, newIntents, type RunChange, type SeenRun } from './runs.ts';
import type { TableWrite } from './table-writes.ts';

export const isTaking = ({ sk, kind, set }: TableWrite): boolean =>
  kind === 'update' && sk.startsWith('signal#') && set.has('taken');

/** How many of the taken signals a write's timeline entry tells of; too many are told of at once. */
const toldBy = ({ sk, textOf }: TableWrite): number => {
  if (!sk.startsWith('timeline#')) return 0;
  const decision = textOf('decision') ?? '';
  if (decision === 'refuse signals') return Number.parseInt(textOf('because') ?? '', 10);
  return /^(read|refuse) /.test(decision) ? 1 : 0;
};

const abortsOf = ({ id }: SeenRun, { reader }: Ledger) =>
  reader.items(`run#${id}`, 'signal#').filter(({ kind }) => kind === 'abort');

/**
 * A signal is used once or refused, which the timeline tells. No shift forward is declared and no run
 * ends over an unread one, and none is declared once an abort was read.
 */
export const signalOnce: Rule = {
  name: 'signal-once',
  checks: ({ ledger, claim }) => {
    const taken = new Set<string>();

    const checkTaken = ({ writes }: Step): void => {
      const takings = writes.filter(isTaking);
      for (const { pk, sk } of takings) {
        claim(!taken.has(`${pk} ${sk}`), () => `signal ${sk} of ${pk} was taken twice`);
        taken.add(`${pk} ${sk}`);
      }
      if (takings.length === 0) return;
      const told = writes.reduce((sum, write) => sum + toldBy(write), 0);
      claim(
        told >= takings.length,
        () =>
          `${takings.length} signals of ${takings[0]?.pk} were taken and ${told} are in its timeline`,
      );
    };

    const checkForward = (change: RunChange): void => {
      const forward = newIntents(change).find(({ direction }) => direction === 'forward');
      if (!forward) return;
      const { after: run } = change;
      const [abort] = abortsOf(run, ledger);
      claim(
        run.signalsPut === run.signalsTaken && abort === undefined,
        () =>
          `run ${run.id} declared a shift to ${forward.goal} % over ${abort ? `the abort of ${String(abort.who)}` : `${run.signalsPut - run.signalsTaken} unread signals`}`,
      );
    };

    const checkEnd = (run: SeenRun): void => {
      claim(
        run.signalsPut === run.signalsTaken,
        () =>
          `run ${run.id} ended as ${run.outcome} with ${run.signalsPut - run.signalsTaken} unread signals`,
      );
      if (run.outcome !== 'promoted') return;
      const [abort] = abortsOf(run, ledger);
      claim(
        abort === undefined,
        () => `run ${run.id} was promoted over the abort of ${String(abort?.who)}`,
      );
    };

    return {
      onStep: (step) => {
        checkTaken(step);
        for (const change of step.runs) {
          checkForward(change);
          if (hasEnded(change)) checkEnd(change.after);
        }
      },
    };
  },
};
