import type { Fault } from '../account/faults.ts';

/** A call of a function, named so that the same rehearsal makes it again. */
export interface CallSite {
  readonly function: string;
  readonly service: string;
  readonly action: string;
  /** How often the function made this call before. */
  readonly occurrence: number;
}

/** What goes wrong with a call. */
export interface PlannedFault extends CallSite {
  readonly fault: Fault;
  /** How many of these calls in a row meet the fault; one if it is missing. */
  readonly times?: number;
}

/** When something happens: at a virtual second, or some time after a state is entered. */
export type Moment =
  | { readonly at: number }
  | { readonly state: string; readonly nth: number; readonly afterSeconds: number };

/** What people and other tools do in the middle of a rollout. */
export type Deed =
  | { readonly do: 'abort' | 'hold' | 'finish-now' | 'release-lease' }
  | { readonly do: 'approve' | 'decline' | 'resume' | 'skip-wait' | 'extend' }
  | { readonly do: 'stop-execution' | 'redrive-execution' | 'guard' | 'canary-alarm' }
  | { readonly do: 'deploy-again' | 'deploy-newer' | 'deploy-unknown' | 'replace-canary' }
  | { readonly do: 'set-weights'; readonly canary: number }
  | { readonly do: 'set-health'; readonly side: 'stable' | 'canary'; readonly healthy: number };

export type Intervention = Deed & { readonly when: Moment };

/** All that tells one rehearsal from another; it replays exactly. */
export interface Schedule {
  readonly scenario: string;
  /** Plays it with this sample instead of the scenario's own. */
  readonly sample?: 'checkout' | 'pricing';
  readonly seed: number;
  readonly faults: readonly PlannedFault[];
  readonly interventions: readonly Intervention[];
}

export const siteName = ({ function: name, service, action, occurrence }: CallSite): string =>
  `${name} ${service} ${action} #${occurrence}`;

const momentText = (when: Moment): string =>
  'at' in when
    ? `at ${when.at} s`
    : `${when.afterSeconds} s after entering "${when.state}" (${when.nth})`;

/** A schedule for people, one line for each thing that goes wrong. */
export const scheduleLines = ({ faults, interventions }: Schedule): string[] => [
  ...faults.map(
    ({ fault, times = 1, ...site }) =>
      `${siteName(site)}: ${JSON.stringify(fault)}${times > 1 ? `, ${times} times` : ''}`,
  ),
  ...interventions.map(({ when, ...deed }) => `${JSON.stringify(deed)} ${momentText(when)}`),
];
