import type { Clock } from '../clock.ts';
import { eventMatcher, type Matcher } from './event-pattern.ts';
import type { Latencies } from './latencies.ts';
import type { Service } from './service.ts';
import type { RuleDefinition } from './template.ts';

/** An event before the bus has given it its id, time and place. */
export interface NewEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: unknown;
  readonly resources?: readonly string[];
  /** ISO 8601; now when it is left out. */
  readonly time?: string;
}

/** An event as its targets receive it. */
export interface BusEvent extends Required<NewEvent> {
  readonly version: '0';
  readonly id: string;
  readonly account: string;
  readonly region: string;
}

/**
 * How often and how much later than usual an event reaches a function, in seconds: at-least-once
 * delivery may be late, out of order or double. None while its rule is disabled.
 */
export type Deliveries = (event: BusEvent, functionName: string) => readonly number[];

export interface BusOptions {
  readonly clock: Clock;
  readonly latencies: Latencies;
  readonly accountId: string;
  readonly region: string;
  readonly freshId: () => string;
  /** Rules whose patterns have their references resolved. */
  readonly rules: readonly RuleDefinition[];
  /** Invokes a function asynchronously. */
  readonly deliver: (functionName: string, event: BusEvent) => void;
  readonly deliveries?: Deliveries;
}

interface Entry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly Resources?: readonly string[];
  readonly Time?: Date;
}

const minute = 60_000;

const scheduled = (ruleFunction: string): NewEvent => ({
  source: 'aws.events',
  'detail-type': 'Scheduled Event',
  detail: {},
  resources: [`schedule-of-${ruleFunction}`],
});

/** Why PutEvents does not take an entry: its code and message. */
const mistakeOf = ({
  Source,
  DetailType,
  Detail,
}: Entry): readonly [string, string] | undefined => {
  if (!Source) return ['InvalidArgument', 'Parameter Source is not valid.'];
  if (Source.startsWith('aws.'))
    return ['NotAuthorizedForSourceException', 'Not authorized for the source.'];
  if (!DetailType) return ['InvalidArgument', 'Parameter DetailType is not valid.'];
  try {
    if (typeof JSON.parse(Detail ?? '') === 'object') return undefined;
  } catch {}
  return ['MalformedDetail', 'Detail is malformed.'];
};

const put = (
  { Entries = [] }: { Entries?: readonly Entry[] },
  publish: (event: NewEvent) => string,
) => {
  const results = Entries.map((entry) => {
    const mistake = mistakeOf(entry);
    if (mistake !== undefined) return { ErrorCode: mistake[0], ErrorMessage: mistake[1] };
    const id = publish({
      source: entry.Source ?? '',
      'detail-type': entry.DetailType ?? '',
      detail: JSON.parse(entry.Detail ?? '{}'),
      ...(entry.Resources && { resources: entry.Resources }),
      ...(entry.Time && { time: entry.Time.toISOString() }),
    });
    return { EventId: id };
  });
  const failed = results.filter((result) => result.ErrorCode !== undefined);
  return { FailedEntryCount: failed.length, Entries: results };
};

/** The default event bus of an account with the rules of the template. */
export class EventBus {
  readonly #options: BusOptions;
  readonly #events: BusEvent[] = [];
  readonly #rules: readonly { readonly function: string; readonly matches: Matcher }[];

  constructor(options: BusOptions) {
    this.#options = options;
    this.#rules = options.rules.flatMap(({ function: name, pattern }) =>
      pattern === undefined ? [] : [{ function: name, matches: eventMatcher(pattern) }],
    );
  }

  get events(): readonly BusEvent[] {
    return this.#events;
  }

  /** Sends an event to every rule that matches it. @returns the event's id. */
  readonly publish = (event: NewEvent): string => {
    const whole = this.#complete(event);
    this.#events.push(whole);
    for (const rule of this.#rules) if (rule.matches(whole)) this.#send(rule.function, whole);
    return whole.id;
  };

  /** The EventBridge service. */
  readonly service: Service = {
    PutEvents: (input: { Entries?: readonly Entry[] }) => put(input, this.publish),
  };

  /** Starts the schedules of the rules: first after one period. */
  startSchedules(): void {
    for (const { function: name, everyMinutes } of this.#options.rules)
      if (everyMinutes !== undefined) this.#every(name, everyMinutes * minute);
  }

  #every(functionName: string, milliseconds: number): void {
    this.#options.clock.after(milliseconds, () => {
      this.#send(functionName, this.#complete(scheduled(functionName)));
      this.#every(functionName, milliseconds);
    });
  }

  #complete(event: NewEvent): BusEvent {
    const { accountId, region, clock, freshId } = this.#options;
    return {
      version: '0',
      id: freshId(),
      account: accountId,
      region,
      resources: [],
      time: new Date(clock.now).toISOString(),
      ...event,
    };
  }

  #send(functionName: string, event: BusEvent): void {
    const { clock, latencies, deliver, deliveries = () => [0] } = this.#options;
    for (const seconds of deliveries(event, functionName))
      clock.after(latencies.of('eventDelivery') + seconds * 1_000, () =>
        deliver(functionName, event),
      );
  }
}
