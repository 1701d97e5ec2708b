import {
  CloudWatchClient,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { type QuickClock, timeOf } from './quick-clock.ts';

/** A service that has users, and how AWS measures it. */
export interface Used {
  /** The percentage of the requests that each side has now. */
  readonly weights: () => Promise<Readonly<Record<string, number>>>;
  /** How many of a side's requests fail, in percent. */
  readonly errors: Readonly<Record<string, number>>;
  readonly metrics: {
    readonly namespace: string;
    readonly dimensions: (side: string) => Readonly<Record<string, string>>;
    readonly counts: (requests: number, errors: number) => Readonly<Record<string, number>>;
  };
}

const minute = 60_000;
const requestsPerMinute = 2_000;
/** A rollout asks for the last hour before it starts. */
const pastMinutes = 62;

const dataOf = ({ errors, metrics }: Used, side: string, weight: number, at: number) => {
  const requests = Math.round((weight / 100) * requestsPerMinute);
  const failed = Math.round((requests * (errors[side] ?? 0)) / 100);
  return Object.entries(metrics.counts(requests, failed)).map(
    ([MetricName, count]): MetricDatum => ({
      MetricName,
      Dimensions: Object.entries(metrics.dimensions(side)).map(([Name, Value]) => ({
        Name,
        Value,
      })),
      Timestamp: new Date(at),
      StatisticValues: { SampleCount: requests, Sum: count, Minimum: 0, Maximum: 1 },
    }),
  );
};

/**
 * Gives services their users: from an hour ago on, AWS publishes what it measures of each, minute by
 * minute of the clock. @returns how to end it.
 */
export const serve = async (
  endpoint: string,
  clock: QuickClock,
  services: readonly Used[],
): Promise<() => void> => {
  const cloudWatch = new CloudWatchClient({ endpoint });
  let next = (Math.floor(timeOf(clock) / minute) - pastMinutes) * minute;
  const publish = async (service: Used, minutes: readonly number[]): Promise<void> => {
    const weights = Object.entries(await service.weights()).filter(([, weight]) => weight > 0);
    const data = minutes.flatMap((at) =>
      weights.flatMap(([side, weight]) => dataOf(service, side, weight, at)),
    );
    const { namespace } = service.metrics;
    await cloudWatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: data }));
  };
  const catchUp = async (): Promise<void> => {
    const minutes: number[] = [];
    for (; next + minute <= timeOf(clock); next += minute) minutes.push(next);
    if (minutes.length === 0) return;
    await Promise.all(services.map((service) => publish(service, minutes)));
  };
  await catchUp();
  let isOver = false;
  const goOn = async (): Promise<void> => {
    if (isOver) return;
    await catchUp().catch((error: unknown) => {
      if (!isOver) throw error;
    });
    setTimeout(goOn, minute / clock.speed / 4);
  };
  void goOn();
  return () => {
    isOver = true;
  };
};
