import type { CallRecord } from '../account/call-log.ts';
import type { Deliveries } from '../account/event-bus.ts';
import type { FaultPlan, FunctionFaults, Site } from '../account/faults.ts';
import {
  type CallFault,
  type DeliveryTrouble,
  type DisabledRule,
  kindOf,
  type Outage,
  type PlannedFault,
  type StartTrouble,
  type WrongClock,
} from './schedule.ts';

/** How often each kind of trouble has been met. */
export type Counts = Readonly<Record<string, number>>;

/** Planned faults as a simulated account takes them, for one rehearsal. */
export interface Troubles {
  readonly faults: FaultPlan;
  readonly functionFaults: FunctionFaults;
  readonly deliveries: Deliveries;
  /** The virtual second from which on no outage is planned and every rule is enabled again. */
  readonly quietFrom: number;
  /** @param records every call of the rehearsal, those included that a scenario's faults have met. */
  readonly met: (records: readonly Readonly<CallRecord>[]) => Counts;
}

const counter = () => {
  const counts: Record<string, number> = {};
  return {
    counts,
    add: (name: string): void => {
      counts[name] = (counts[name] ?? 0) + 1;
    },
  };
};

/** Numbers what happens again and again, from 0. */
const numbering = () => {
  const seen = new Map<string, number>();
  return (name: string): number => {
    const number = seen.get(name) ?? 0;
    seen.set(name, number + 1);
    return number;
  };
};

const callKey = ({ function: name, service, action }: CallFault | Site): string =>
  `${name} ${service} ${action}`;

const isDuring = ({ from, seconds }: Outage | DisabledRule, at: number): boolean =>
  at >= from && at < from + seconds;

const isHit = ({ occurrence, times = 1 }: CallFault, site: Site): boolean =>
  site.occurrence >= occurrence && site.occurrence < occurrence + times;

/** @param hear which fault a call meets, by the call's index. */
const callPlan = (
  faults: readonly CallFault[],
  outages: readonly Outage[],
  hear: (index: number, met: PlannedFault) => void,
): FaultPlan => {
  const byCall = Map.groupBy(faults, callKey);
  return (site) => {
    const found =
      byCall.get(callKey(site))?.find((each) => isHit(each, site)) ??
      outages.find(
        (each) => isDuring(each, site.at) && ['every service', site.service].includes(each.outage),
      );
    if (found) hear(site.index, found);
    return found?.fault;
  };
};

const startPlan = (starts: readonly StartTrouble[], hear: (met: PlannedFault) => void) => {
  const numberOf = numbering();
  return (name: string) => {
    const number = numberOf(name);
    const found = starts.find(({ start, occurrence }) => start === name && occurrence === number);
    if (found) hear(found);
    return found?.fault;
  };
};

const deliveryPlan = (
  late: readonly DeliveryTrouble[],
  disabled: readonly DisabledRule[],
  now: () => number,
  hear: (met: PlannedFault) => void,
): Deliveries => {
  const numberOf = numbering();
  return (_event, name) => {
    const number = numberOf(name);
    const off = disabled.find((each) => each.disabled === name && isDuring(each, now()));
    if (off) {
      hear(off);
      return [];
    }
    const found = late.find(
      ({ delivery, occurrence }) => delivery === name && occurrence === number,
    );
    if (found) hear(found);
    return found?.afterSeconds ?? [0];
  };
};

const isCallFault = (planned: PlannedFault): planned is CallFault => 'action' in planned;
const isOutage = (planned: PlannedFault): planned is Outage => 'outage' in planned;
const isStart = (planned: PlannedFault): planned is StartTrouble => 'start' in planned;
const isDelivery = (planned: PlannedFault): planned is DeliveryTrouble => 'delivery' in planned;
const isDisabled = (planned: PlannedFault): planned is DisabledRule => 'disabled' in planned;
const isClock = (planned: PlannedFault): planned is WrongClock => 'clock' in planned;

/** @param now virtual seconds since the start. */
export const troublesOf = (planned: readonly PlannedFault[], now: () => number): Troubles => {
  const { add, counts } = counter();
  const hear = (met: PlannedFault): void => add(kindOf(met));
  const [outages, disabled] = [planned.filter(isOutage), planned.filter(isDisabled)];
  const [clocks, starts] = [planned.filter(isClock), planned.filter(isStart)];
  const metByCall = new Map<number, PlannedFault>();
  return {
    faults: callPlan(planned.filter(isCallFault), outages, (index, met) =>
      metByCall.set(index, met),
    ),
    functionFaults: {
      ...(starts.length > 0 && { start: startPlan(starts, hear) }),
      clockAhead: (name) => (clocks.find(({ clock }) => clock === name)?.aheadSeconds ?? 0) * 1_000,
    },
    deliveries: deliveryPlan(planned.filter(isDelivery), disabled, now, hear),
    quietFrom: Math.max(0, ...[...outages, ...disabled].map(({ from, seconds }) => from + seconds)),
    met: (records) => {
      for (const { fault, index } of records) {
        const found = metByCall.get(index);
        if (fault !== null) add(found ? kindOf(found) : fault);
      }
      for (const clock of clocks) hear(clock);
      return counts;
    },
  };
};
