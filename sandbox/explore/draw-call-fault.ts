import type { Fault } from '../account/faults.ts';
import type { Random } from '../random.ts';
import { integer, pick } from './draw.ts';
import { type CallFault, siteIn } from './schedule.ts';
import type { SeenCall } from './seen-calls.ts';

/** A call that took effect later than this would be later than the documented window allows. */
const latestEffectSeconds = 8;

interface Kind {
  readonly fault: (random: Random) => Fault;
  /** Calls that can meet it; all of them if it is missing. */
  readonly isFit?: (call: SeenCall) => boolean;
}

const errorOf = (random: Random) => pick(random, ['timeout', 'internal'] as const);
const answerOf = (random: Random) => pick(random, ['silence', 'timeout', 'exit'] as const);
const isChange = ({ mutating }: SeenCall): boolean => mutating;

const kinds = {
  before: { fault: (random) => ({ kind: 'before', error: errorOf(random) }) },
  denied: { fault: () => ({ kind: 'before', error: 'denied' }) },
  expired: { fault: () => ({ kind: 'before', error: 'expired' }) },
  conflict: {
    fault: () => ({ kind: 'before', error: 'conflict' }),
    isFit: ({ action }) => action === 'TransactWriteItems',
  },
  after: { fault: (random) => ({ kind: 'after', error: errorOf(random) }), isFit: isChange },
  stale: { fault: () => ({ kind: 'stale' }), isFit: ({ mutating }) => !mutating },
  throttle: { fault: () => ({ kind: 'throttle' }) },
  late: { fault: (random) => ({ kind: 'late', seconds: integer(random, 1, 6) }) },
  'late-effect': {
    fault: (random) => ({ kind: 'late-effect', seconds: integer(random, 1, latestEffectSeconds) }),
    isFit: isChange,
  },
  'kill-before': { fault: (random) => ({ kind: 'kill-before', answer: answerOf(random) }) },
  'kill-after': {
    fault: (random) => ({ kind: 'kill-after', answer: answerOf(random) }),
    isFit: isChange,
  },
  'run-twice': {
    fault: (random) => ({
      kind: 'run-twice',
      afterSeconds: integer(random, 0, random.next() < 0.5 ? 40 : 600),
    }),
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type CallFaultName = keyof typeof kinds;

export const callFaultNames = Object.keys(kinds) as readonly CallFaultName[];

/** Half of the time each kind of call has the same chance, otherwise each state. */
export const pickCall = (random: Random, calls: readonly SeenCall[]): SeenCall => {
  const isByKind = random.next() < 0.5;
  const groups = Map.groupBy(calls, (call) =>
    isByKind ? `${call.function} ${call.service} ${call.action}` : call.state,
  );
  return pick(random, groups.get(pick(random, [...groups.keys()])) ?? []);
};

const timesFor = (random: Random): number => {
  const drawn = random.next();
  if (drawn < 0.75) return 1;
  return drawn < 0.9 ? integer(random, 2, 8) : 60;
};

/** Draws one of the calls of a rehearsal and what goes wrong with it. */
export const drawCallFault = (
  name: CallFaultName,
  random: Random,
  calls: readonly SeenCall[],
): CallFault => {
  const { fault, isFit = () => true }: Kind = kinds[name];
  const call = pickCall(random, calls.filter(isFit));
  const times = timesFor(random);
  return { ...siteIn(call), fault: fault(random), ...(times > 1 && { times }) };
};
