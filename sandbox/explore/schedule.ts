import type { Fault, StartFault } from '../account/faults.ts';
import type { Deed } from './rollout/deeds.ts';

/** A call of a function, named so that the same rehearsal makes it again. */
export interface CallSite {
  readonly function: string;
  readonly service: string;
  readonly action: string;
  /** How often the function made this call before. */
  readonly occurrence: number;
}

/** What goes wrong with a call. */
export interface CallFault extends CallSite {
  readonly fault: Fault;
  /** How many of these calls in a row meet the fault; one if it is missing. */
  readonly times?: number;
}

/** Every call to a service meets a fault for a while, in virtual seconds since the start. */
export interface Outage {
  /** The SDK's service id, or `every service`: the region is dark. */
  readonly outage: string;
  readonly from: number;
  readonly seconds: number;
  readonly fault: Fault;
}

/** An attempt to run a function goes wrong before its code begins. */
export interface StartTrouble {
  readonly start: string;
  readonly occurrence: number;
  readonly fault: StartFault;
}

/** An event reaches a function late, or more than once. */
export interface DeliveryTrouble {
  readonly delivery: string;
  readonly occurrence: number;
  /** One delivery for each, so many seconds later than usual. */
  readonly afterSeconds: readonly number[];
}

/** The rules that call a function are disabled for a while. */
export interface DisabledRule {
  readonly disabled: string;
  readonly from: number;
  readonly seconds: number;
}

/** A function's clock is wrong in the whole rehearsal. */
export interface WrongClock {
  readonly clock: string;
  readonly aheadSeconds: number;
}

export type PlannedFault =
  | CallFault
  | Outage
  | StartTrouble
  | DeliveryTrouble
  | DisabledRule
  | WrongClock;

/**
 * When something happens: at a virtual second, some time after a state is entered, or as a call is
 * sent, before it takes effect.
 */
export type Moment =
  | { readonly at: number }
  | { readonly state: string; readonly nth: number; readonly afterSeconds: number }
  | { readonly call: CallSite };

export type Intervention = Deed & { readonly when: Moment };

/** All that tells one rehearsal from another; it replays exactly. */
export interface Schedule {
  readonly workflow: string;
  readonly scenario: string;
  /** Plays it with this sample instead of the scenario's own. */
  readonly sample?: 'checkout' | 'pricing';
  /** How long each step below 100 bakes; as long as the scenario's plan says if it is missing. */
  readonly bakeMinutes?: number;
  readonly seed: number;
  readonly faults: readonly PlannedFault[];
  readonly interventions: readonly Intervention[];
}

/** A rehearsal with nothing planned: its scenario as it is. */
export const isPlain = ({ sample, faults, interventions }: Schedule): boolean =>
  sample === undefined && faults.length === 0 && interventions.length === 0;

/** Some time after a state is entered for the nth time. */
export const during = (state: string, nth: number, afterSeconds: number): Moment => ({
  state,
  nth,
  afterSeconds,
});

/** What kind of trouble a fault is, by which reports count. */
export const kindOf = (planned: PlannedFault): string => {
  if ('outage' in planned) return 'outage';
  if ('disabled' in planned) return 'disabled-rule';
  if ('clock' in planned) return 'wrong-clock';
  if ('delivery' in planned) return planned.afterSeconds.length > 1 ? 'double-event' : 'late-event';
  const { fault } = planned;
  const error = fault.kind === 'before' ? fault.error : undefined;
  return error === 'denied' || error === 'expired' || error === 'conflict' ? error : fault.kind;
};

/** The place of a call, without what else is known of it. */
export const siteIn = ({ function: name, service, action, occurrence }: CallSite): CallSite => ({
  function: name,
  service,
  action,
  occurrence,
});

export const siteName = ({ function: name, service, action, occurrence }: CallSite): string =>
  `${name} ${service} ${action} #${occurrence}`;

const faultText = ({ kind, ...rest }: Fault | StartFault): string =>
  [kind, ...Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`)].join(', ');

const plannedText = (planned: PlannedFault): string => {
  if ('outage' in planned)
    return `${planned.outage}: ${faultText(planned.fault)}, from ${planned.from} s for ${planned.seconds} s`;
  if ('disabled' in planned)
    return `rules of ${planned.disabled}: disabled from ${planned.from} s for ${planned.seconds} s`;
  if ('clock' in planned) return `clock of ${planned.clock}: ${planned.aheadSeconds} s ahead`;
  if ('delivery' in planned)
    return `event #${planned.occurrence} for ${planned.delivery}: delivered ${planned.afterSeconds.join(' s and ')} s late`;
  if ('start' in planned)
    return `start #${planned.occurrence} of ${planned.start}: ${faultText(planned.fault)}`;
  const { fault, times = 1, ...site } = planned;
  return `${siteName(site)}: ${faultText(fault)}${times > 1 ? `, ${times} times` : ''}`;
};

const momentText = (when: Moment): string => {
  if ('at' in when) return `at ${when.at} s`;
  if ('call' in when) return `as ${siteName(when.call)} is sent`;
  return `${when.afterSeconds} s after entering "${when.state}" (${when.nth})`;
};

const deedText = ({ do: done, when, ...rest }: Intervention): string =>
  [done, ...Object.entries(rest).map((pair) => pair.join(' ')), momentText(when)].join(', ');

/** A schedule for people, one line for each thing that goes wrong. */
export const scheduleLines = ({ faults, interventions }: Schedule): string[] => [
  ...faults.map(plannedText),
  ...interventions.map(deedText),
];
