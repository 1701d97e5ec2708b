import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { NewEvent } from '../event-bus.ts';
import type { Surroundings } from '../service.ts';
import { type AlarmDefinition, type Datapoint, evaluateAlarm } from './alarm.ts';
import { type AlarmState, alarmEvent } from './alarm-event.ts';
import { merge } from './merge.ts';
import type { Metrics } from './metrics.ts';
import { parseStatistic } from './statistic.ts';
import { minuteMs, samplesBetween } from './store.ts';
import { summarise } from './summary.ts';

export interface AlarmSetup {
  readonly name: string;
  /** An alarm without definition changes only by hand. */
  readonly definition?: AlarmDefinition;
  readonly state?: StateValue;
}

export interface Alarm {
  readonly name: string;
  readonly arn: string;
  readonly definition: AlarmDefinition | undefined;
  readonly state: AlarmState;
}

interface AlarmBookSetup {
  readonly alarms: readonly AlarmSetup[];
  /** How long after its end a period is judged, in milliseconds. */
  readonly delayMs: number;
  readonly publishEvent: (event: NewEvent) => void;
}

/** Alarms are evaluated this long after each full minute. */
const evaluationOffsetMs = 10_000;
const hourMs = 60 * minuteMs;

/** The account's metric alarms: evaluated every minute, or set by hand. */
export class AlarmBook {
  readonly #surroundings: Surroundings;
  readonly #metrics: Metrics;
  readonly #setup: AlarmBookSetup;
  readonly #alarms = new Map<string, Alarm>();

  constructor(surroundings: Surroundings, metrics: Metrics, setup: AlarmBookSetup) {
    this.#surroundings = surroundings;
    this.#metrics = metrics;
    this.#setup = setup;
    const since = surroundings.clock.now - hourMs;
    for (const { name, definition, state } of setup.alarms) {
      const { region, accountId } = surroundings;
      const arn = `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;
      const first = {
        value: state ?? 'OK',
        reason: 'Unchecked: Initial alarm creation',
        at: since,
      };
      this.#alarms.set(name, { name, arn, definition, state: first });
    }
    if (setup.alarms.some(({ definition }) => definition !== undefined)) this.#evaluateNext();
  }

  get all(): readonly Alarm[] {
    return [...this.#alarms.values()];
  }

  set(name: string, value: StateValue, reason: string): void {
    const alarm = this.#alarms.get(name);
    if (alarm === undefined) throw new Error(`the simulated account has no alarm ${name}`);
    if (alarm.state.value === value) return;
    const state = { value, reason, at: this.#surroundings.clock.now };
    this.#alarms.set(name, { ...alarm, state });
    this.#setup.publishEvent(alarmEvent({ ...alarm, state, previous: alarm.state }));
  }

  #evaluateNext(): void {
    const { clock } = this.#surroundings;
    const minute = Math.floor((clock.now - evaluationOffsetMs) / minuteMs) + 1;
    clock.at(minute * minuteMs + evaluationOffsetMs, () => {
      this.#metrics.measureUntil(clock.now);
      for (const { name, definition } of this.all) {
        if (definition !== undefined) this.#evaluate(name, definition);
      }
      this.#evaluateNext();
    });
  }

  #evaluate(name: string, definition: AlarmDefinition): void {
    const result = evaluateAlarm(definition, this.#datapoints(definition));
    if (result !== undefined) this.set(name, result.value, result.reason);
  }

  #datapoints(definition: AlarmDefinition): Datapoint[] {
    const { Namespace, MetricName, Dimensions, EvaluationPeriods } = definition;
    const now = this.#surroundings.clock.now;
    const period = definition.Period * 1_000;
    const end = Math.floor((now - this.#setup.delayMs) / period) * period;
    const dimensions = Dimensions.map(({ Name = '', Value = '' }) => ({ Name, Value }));
    const series = this.#metrics.store.find(Namespace, MetricName, dimensions);
    const named = definition.Statistic ?? definition.ExtendedStatistic ?? 'Average';
    const statistic = parseStatistic(named);
    return Array.from({ length: EvaluationPeriods }, (_, index) => {
      const at = end - (EvaluationPeriods - index) * period;
      const samples = series === undefined ? [] : samplesBetween(series, at, at + period, now);
      return { at, value: summarise(merge(samples), statistic) };
    });
  }
}
