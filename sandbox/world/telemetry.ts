import { AlarmBook } from '../account/cloudwatch/alarm-book.ts';
import { cloudWatch } from '../account/cloudwatch/cloudwatch.ts';
import type { Metrics, ReadCondition } from '../account/cloudwatch/metrics.ts';
import { MetricStore } from '../account/cloudwatch/store.ts';
import type { NewEvent } from '../account/event-bus.ts';
import type { Service } from '../account/service.ts';
import type { Front, Ground } from './front.ts';
import type { Model } from './minutes.ts';
import { Recorder } from './recorder.ts';
import type { WorldSetup } from './setup.ts';

export interface TelemetryParts {
  readonly recorder: Recorder;
  readonly alarms: AlarmBook;
  readonly service: Service;
}

const usualDelaySeconds = 90;

const conditionAt = ({ disturbances = [] }: WorldSetup, sinceStart: number): ReadCondition => {
  const now = disturbances.filter(({ from, to }) => from <= sinceStart && sinceStart < to);
  if (now.some(({ kind }) => kind === 'internal-error')) return 'internal-error';
  return now.some(({ kind }) => kind === 'partial') ? 'partial' : 'clear';
};

/** CloudWatch as it sees the world: late, in pieces, sometimes not at all. */
export const telemetryOf = (
  { surroundings, setup }: Ground,
  model: Model,
  { measure }: Front,
  publishEvent: (event: NewEvent) => void,
): TelemetryParts => {
  const delayMs = (setup.telemetryDelaySeconds ?? usualDelaySeconds) * 1_000;
  const store = new MetricStore();
  const disturbances = setup.disturbances ?? [];
  const recorder = new Recorder({ model, store, measure, delayMs, disturbances });
  const metrics: Metrics = {
    store,
    measureUntil: (time) => recorder.measureUntil(time),
    conditionAt: (time) => conditionAt(setup, time - model.startsAt),
    pageSize: setup.pageSize,
  };
  const alarms = new AlarmBook(surroundings, metrics, {
    alarms: setup.alarms ?? [],
    delayMs,
    publishEvent,
  });
  return { recorder, alarms, service: cloudWatch(metrics, alarms) };
};
