import { callMilliseconds } from '../account/latencies.ts';
import { readTemplate } from '../account/template.ts';
import type { Random } from '../random.ts';
import { projectRoot } from '../runtime.ts';
import { integer, pick } from './draw.ts';
import { type CallFaultName, callFaultNames, drawCallFault, pickCall } from './draw-call-fault.ts';
import type { PlannedFault } from './schedule.ts';
import { subjectOf } from './subject.ts';
import type { Trial } from './trial.ts';

type Drawer = (random: Random, trial: Trial) => PlannedFault;

const secondIn = (random: Random, { virtualSeconds }: Trial): number =>
  integer(random, 1, Math.ceil(virtualSeconds));

const outage: Drawer = (random, trial) => ({
  outage: pick(random, ['every service', ...Object.keys(callMilliseconds)]),
  from: secondIn(random, trial),
  seconds: pick(random, [20, 60, 300, 1_200]),
  fault: pick(random, [
    { kind: 'before', error: 'timeout' },
    { kind: 'before', error: 'internal' },
    { kind: 'throttle' },
    { kind: 'late', seconds: 6 },
  ] as const),
});

const startIn = (random: Random, { calls }: Trial) => {
  const { function: start, start: occurrence } = pickCall(random, calls);
  return { start, occurrence };
};

const lateStart: Drawer = (random, trial) => ({
  ...startIn(random, trial),
  fault: { kind: 'late-start', seconds: integer(random, 1, 60) },
});

const refusedStart: Drawer = (random, trial) => ({
  ...startIn(random, trial),
  fault: { kind: 'refused-start' },
});

/** Mostly the first event for a function; a schedule brings one each minute. */
const deliveryIn = (random: Random, trial: Trial) => ({
  delivery: pick(random, [
    ...new Set(readTemplate(projectRoot).rules.map((rule) => rule.function)),
  ]),
  occurrence: random.next() < 0.7 ? 0 : integer(random, 0, secondIn(random, trial) / 60),
});

const lateEvent: Drawer = (random, trial) => ({
  ...deliveryIn(random, trial),
  afterSeconds: [pick(random, [2, 20, 130, 900, 4_000])],
});

const doubleEvent: Drawer = (random, trial) => ({
  ...deliveryIn(random, trial),
  afterSeconds: [0, integer(random, 0, 120)],
});

const disabledRule: Drawer = (random, trial) => ({
  disabled: pick(random, subjectOf(trial.schedule.workflow).mayRest),
  from: secondIn(random, trial),
  seconds: pick(random, [60, 300, 1_200]),
});

const wrongClock: Drawer = (random, { calls }) => ({
  clock: pick(random, calls).function,
  aheadSeconds: pick(random, [-2, -1, 1, 2]),
});

const others = {
  outage,
  'late-start': lateStart,
  'refused-start': refusedStart,
  'late-event': lateEvent,
  'double-event': doubleEvent,
  'disabled-rule': disabledRule,
  'wrong-clock': wrongClock,
} as const satisfies Readonly<Record<string, Drawer>>;

export type FaultName = CallFaultName | keyof typeof others;

/** Every kind of trouble that is drawn, named as reports count it. */
export const faultNames: readonly FaultName[] = [
  ...callFaultNames,
  ...(Object.keys(others) as (keyof typeof others)[]),
];

/** Draws trouble of a kind for a rehearsal like the given one. */
export const drawFault = (name: FaultName, random: Random, trial: Trial): PlannedFault =>
  name in others
    ? others[name as keyof typeof others](random, trial)
    : drawCallFault(name as CallFaultName, random, trial.calls);
