import type { CallRecord } from '../account/call-log.ts';
import type { Probe } from './probe.ts';

/** Who made a call, and for which run as far as it is known by then. */
export interface Caller {
  readonly function: string;
  readonly invocation: number;
  /** The run in the payload, or for who takes runs over the run that it read or wrote last. */
  runId: string | undefined;
  /** The epoch in the payload, or for who takes runs over that of the run as it read or wrote it last. */
  epoch: number | undefined;
}

/** Functions that no machine gives a run and its epoch: they read the record and take the next epoch. */
export const takesOver = (caller: Caller): boolean =>
  caller.function === 'guard-runs' || caller.function === 'retry-rollback';

interface Payload {
  readonly run?: { readonly id?: unknown; readonly epoch?: unknown } | string;
  readonly id?: unknown;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

const ofPayload = (payload: string): Pick<Caller, 'runId' | 'epoch'> => {
  const { run, id } = JSON.parse(payload) as Payload;
  if (typeof run !== 'object') return { runId: text(run) ?? text(id), epoch: undefined };
  return {
    runId: text(run?.id),
    epoch: typeof run?.epoch === 'number' ? run.epoch : undefined,
  };
};

interface Key {
  readonly pk?: { readonly S?: string };
  readonly sk?: { readonly S?: string };
}

/** The run whose record a read answered, with its epoch. */
const readRun = (record: Readonly<CallRecord>): Pick<Caller, 'runId' | 'epoch'> | undefined => {
  if (record.action !== 'GetItem') return undefined;
  const { Key } = record.input as { Key?: Key };
  if (Key?.sk?.S !== 'run') return undefined;
  const { Item } = (record.output ?? {}) as { Item?: { epoch?: { N?: string } } };
  return { runId: Key.pk?.S?.slice('run#'.length), epoch: Number(Item?.epoch?.N ?? 0) };
};

/** Knows the callers by the numbers of their invocations; one that died is remembered. */
export const callerBook = ({ account }: Probe) => {
  const known = new Map<number, Caller>();

  const find = (record: Readonly<CallRecord>): Caller | undefined => {
    const { invocation: number } = record;
    if (number === undefined) return undefined;
    const found = known.get(number);
    if (found) return found;
    const running = [...account.functions.running].find((each) => each.number === number);
    const asked = running && ofPayload(running.request.payload);
    const caller: Caller = {
      function: record.function,
      invocation: number,
      runId: asked?.runId,
      epoch: asked?.epoch,
    };
    known.set(number, caller);
    return caller;
  };

  return {
    of: (number: number | undefined): Caller | undefined =>
      number === undefined ? undefined : known.get(number),
    /** The caller of a handled call. Who takes runs over is at the one that it looked at last. */
    seen: (record: Readonly<CallRecord>): Caller | undefined => {
      const caller = find(record);
      const read = caller && takesOver(caller) ? readRun(record) : undefined;
      if (caller && read) Object.assign(caller, read);
      return caller;
    },
  };
};
