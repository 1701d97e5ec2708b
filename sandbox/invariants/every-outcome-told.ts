import type { MessageKind, Outcome } from '../../functions/runs/domain/run.ts';
import type { CallRecord } from '../account/call-log.ts';
import type { Ledger } from './ledger.ts';
import type { Probe } from './probe.ts';
import type { Claim, Rule } from './rule.ts';
import { hasEnded, type SeenRun } from './runs.ts';

const toldAs: Readonly<Record<Outcome, MessageKind>> = {
  promoted: 'promoted',
  'rolled-back': 'rolled-back',
  refused: 'refused',
  'needs-operator': 'needs-operator',
  watched: 'watched',
};

/** Two sweeps of the guardian and the time for which a sender keeps a message to itself. */
const patienceSeconds = 150;

const checkTold = (run: SeenRun, { reader }: Ledger, claim: Claim): void => {
  const { outcome } = run;
  if (outcome === undefined) return;
  const messages = [
    ...reader.items('unsent', `${run.id}/`),
    ...reader.items(`run#${run.id}`, 'message#'),
  ];
  claim(
    messages.some(({ kind }) => kind === toldAs[outcome]),
    () => `run ${run.id} ended as ${outcome} and no message of it was written`,
  );
};

const idOf = ({ input }: Readonly<CallRecord>): string => {
  const { MessageAttributes } = input as {
    MessageAttributes?: { id?: { StringValue?: string } };
  };
  return MessageAttributes?.id?.StringValue ?? '';
};

/** The answer of a publish was lost, so that nobody knows whether SNS accepted it. */
const isAmbiguous = ({ fault }: Readonly<CallRecord>): boolean =>
  fault !== null && fault !== 'run-twice';

const failedToRecord = ({ account }: Probe, publish: Readonly<CallRecord>): boolean => {
  const isDone = ![...account.functions.running].some(
    ({ number }) => number === publish.invocation,
  );
  const recording = account.log.records.find(
    ({ invocation, action, at }) =>
      invocation === publish.invocation && action === 'TransactWriteItems' && at >= publish.at,
  );
  return isDone || (recording !== undefined && isAmbiguous(recording));
};

/**
 * No outcome without its message, recorded with the end or before; SNS accepts every message; one is
 * sent twice only when nobody could know that it was sent.
 */
export const everyOutcomeTold: Rule = {
  name: 'every-outcome-told',
  checks: ({ probe, ledger, claim }) => {
    const sent = new Map<string, Readonly<CallRecord>>();

    const checkRepeated = (record: Readonly<CallRecord>): void => {
      const id = idOf(record);
      const before = sent.get(id);
      sent.set(id, record);
      if (!before) return;
      const runId = id.split('/')[0] ?? '';
      const isRecorded = ledger.reader.item(`run#${runId}`, `message#${id}`) !== undefined;
      // One that was on its way for so long that it arrives after its own repetition.
      const isLate = isAmbiguous(record) && record.at < before.at;
      const isUnknown = !isRecorded && (isAmbiguous(before) || failedToRecord(probe, before));
      claim(
        isLate || isUnknown,
        () => `message ${id} was sent again although it was known to be sent`,
      );
    };

    /** While SNS or the table still fails, a message may wait. */
    const checkSent = (): void => {
      const { clock, startedAt } = probe.account;
      const until = (clock.now - startedAt) / 1_000 - patienceSeconds;
      const troubledAt = probe.account.log.records.findLast(
        ({ service, fault }) => fault !== null && /^(SNS|DynamoDB)$/.test(service),
      )?.at;
      const isTroubled = troubledAt !== undefined && troubledAt > until;
      for (const { id, at } of ledger.reader.items('unsent'))
        claim(
          isTroubled || (Number(at) - startedAt) / 1_000 > until,
          () => `message ${id} was never sent`,
        );
    };

    return {
      onStep: ({ record, runs }) => {
        for (const change of runs) if (hasEnded(change)) checkTold(change.after, ledger, claim);
        if (record.action === 'Publish' && record.error === undefined) checkRepeated(record);
      },
      atEnd: checkSent,
    };
  },
};
