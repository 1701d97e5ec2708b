import type { Fault } from '../account/faults.ts';
import { callMilliseconds } from '../account/latencies.ts';
import type { CallFault, DeliveryTrouble, Outage, PlannedFault, StartTrouble } from './schedule.ts';

/** Faults from simple to hard to imagine; a fault is replaced only by one before its own kind. */
const ladder: readonly Fault[] = [
  { kind: 'before' },
  { kind: 'throttle' },
  { kind: 'after' },
  { kind: 'late', seconds: 1 },
  { kind: 'stale' },
  { kind: 'kill-before', answer: 'exit' },
  { kind: 'kill-after', answer: 'exit' },
  { kind: 'run-twice', afterSeconds: 0 },
  { kind: 'late-effect', seconds: 1 },
];

/** Smaller whole numbers: the least, the half, one less. */
export const smallerNumbers = (value: number, least: number): number[] => [
  ...new Set([least, Math.floor(value / 2), value - 1].filter((n) => n >= least && n < value)),
];

const milder = (fault: Fault): Fault[] => {
  if ('seconds' in fault)
    return smallerNumbers(fault.seconds, 1).map((seconds) => ({ ...fault, seconds }));
  if ('afterSeconds' in fault && fault.afterSeconds !== undefined)
    return smallerNumbers(fault.afterSeconds, 0).map((afterSeconds) => ({
      ...fault,
      afterSeconds,
    }));
  return [];
};

const simplerKinds = (fault: Fault): Fault[] => {
  const rank = ladder.findIndex(({ kind }) => kind === fault.kind);
  const hasDetail = 'error' in fault || ('answer' in fault && fault.answer !== 'exit');
  const simplest = ladder[rank];
  return [...ladder.slice(0, rank), ...(hasDetail && simplest ? [simplest] : []), ...milder(fault)];
};

const once = ({ times: _, ...fault }: CallFault): CallFault => fault;

const simplerCallFaults = (planned: CallFault): PlannedFault[] => [
  ...(planned.times === undefined
    ? []
    : [once(planned), ...smallerNumbers(planned.times, 2).map((times) => ({ ...planned, times }))]),
  ...simplerKinds(planned.fault).map((fault) => ({ ...planned, fault })),
  ...smallerNumbers(planned.occurrence, 0).map((occurrence) => ({ ...planned, occurrence })),
];

const simplerOutages = (planned: Outage): PlannedFault[] => [
  ...(planned.outage === 'every service'
    ? Object.keys(callMilliseconds).map((service) => ({ ...planned, outage: service }))
    : []),
  ...simplerKinds(planned.fault).map((fault) => ({ ...planned, fault })),
  ...smallerNumbers(planned.seconds, 10).map((seconds) => ({ ...planned, seconds })),
  ...smallerNumbers(Math.ceil(planned.from / 60), 0).map((minutes) => ({
    ...planned,
    from: minutes * 60,
  })),
];

const earlier = <Planned extends StartTrouble | DeliveryTrouble>(planned: Planned): Planned[] =>
  smallerNumbers(planned.occurrence, 0).map((occurrence) => ({ ...planned, occurrence }));

/** Trouble that is a little simpler, shorter or earlier than this. */
export const simplerFaults = (planned: PlannedFault): PlannedFault[] => {
  if ('outage' in planned) return simplerOutages(planned);
  if ('action' in planned) return simplerCallFaults(planned);
  if ('start' in planned || 'delivery' in planned) return earlier(planned);
  if ('disabled' in planned)
    return smallerNumbers(planned.seconds, 10).map((seconds) => ({ ...planned, seconds }));
  return smallerNumbers(Math.abs(planned.aheadSeconds), 1).map((seconds) => ({
    ...planned,
    aheadSeconds: Math.sign(planned.aheadSeconds) * seconds,
  }));
};
