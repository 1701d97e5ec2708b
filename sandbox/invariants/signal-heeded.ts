import type { Ledger } from './ledger.ts';
import type { Probe } from './probe.ts';
import type { Rule, Step } from './rule.ts';
import { isTaking } from './signal-once.ts';
import type { TableWrite } from './table-writes.ts';

/** A tick comes each minute; a signal wakes the run long before that. */
const heededWithinSeconds = 20;
/** The longest that a call which met a fault may still have been under way. */
const troubleSeconds = 30;

interface PutSignal {
  readonly at: number;
  /** The run waited for its lease and listened to nobody yet. */
  readonly isEarly: boolean;
}

const isPutting = ({ sk, kind }: TableWrite): boolean => kind === 'put' && sk.startsWith('signal#');

const putSignal = ({ pk }: TableWrite, at: number, { runs }: Ledger): PutSignal => ({
  at,
  isEarly: (runs.find(pk.slice('run#'.length))?.epoch ?? 0) === 0,
});

const isTroubled = ({ account, startsOnTime }: Probe, since: number): boolean =>
  !startsOnTime ||
  account.log.records.some(({ fault, at }) => fault !== null && at >= since - troubleSeconds);

/** A signal wakes its run and is read within seconds, unless something went wrong on its way. */
export const signalHeeded: Rule = {
  name: 'signal-heeded',
  checks: ({ probe, ledger, claim }) => {
    const put = new Map<string, PutSignal>();
    return {
      onStep: ({ record, writes, runs: [change] }: Step) => {
        const at = record.appliedAt ?? record.at;
        for (const write of writes) {
          const key = `${write.pk} ${write.sk}`;
          if (isPutting(write)) put.set(key, putSignal(write, at, ledger));
          const signal = isTaking(write) ? put.get(key) : undefined;
          // What comes while the traffic goes back stops nothing, and is refused at the end.
          if (!signal || signal.isEarly || change?.before?.returning) continue;
          const late = at - signal.at;
          claim(
            late <= heededWithinSeconds || isTroubled(probe, signal.at),
            () => `${key} was read ${late.toFixed(1)} s after it was put`,
          );
        }
      },
    };
  },
};
