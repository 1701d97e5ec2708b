import type { CallRecord } from '../account/call-log.ts';
import type { Stack } from '../account/stack.ts';
import { effectOf } from './effects.ts';
import { type CallSite, siteIn } from './schedule.ts';

/** A call that a rehearsal made, and what it did. */
export interface SeenCall extends CallSite {
  readonly mutating: boolean;
  readonly effect: string;
  /** The state of the newest execution by then; empty before the first. */
  readonly state: string;
  /** How often the function was started before the invocation that made the call. */
  readonly start: number;
}

/** Tells in which state the newest execution was at a virtual second. */
const stateReader = ({ account, stepFunctions }: Stack): ((at: number) => string) => {
  const entries = [...stepFunctions.executions.values()]
    .flatMap(({ history }) => history)
    .filter(({ type }) => type.endsWith('StateEntered'))
    .map(({ timestamp, details }) => ({
      at: (timestamp - account.startedAt) / 1_000,
      name: String(details.name),
    }))
    .toSorted((one, other) => one.at - other.at);
  return (at) => entries.findLast((entry) => entry.at <= at)?.name ?? '';
};

/** Numbers the invocations of each function, from 0. */
const startReader = () => {
  const numbers = new Map<string, number>();
  const starts = new Map<number | undefined, number>();
  return ({ invocation, function: name }: Readonly<CallRecord>): number => {
    const known = starts.get(invocation);
    if (known !== undefined) return known;
    const number = numbers.get(name) ?? 0;
    numbers.set(name, number + 1);
    starts.set(invocation, number);
    return number;
  };
};

/** Every call that functions made, in their order. */
export const callsIn = (stack: Stack): SeenCall[] => {
  const [stateAt, startOf] = [stateReader(stack), startReader()];
  return stack.account.log.records
    .filter(({ index }) => index >= 0)
    .map((record) => {
      const { mutating, at } = record;
      const effect = mutating ? effectOf(record) : '';
      return { ...siteIn(record), mutating, effect, state: stateAt(at), start: startOf(record) };
    });
};
