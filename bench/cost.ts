import { longBakeMinutes, playPromoted } from './long-rollout.ts';
import { costOf, type Usage } from './prices.ts';
import { type Bench, limited, type Row } from './row.ts';
import { usageOf } from './usage.ts';

const dollars = (value: number): string => `${value.toFixed(5)} USD`;

const counts = (usage: Usage): Readonly<Record<string, string>> => ({
  'Step Functions': `${usage.stateTransitions} state transitions`,
  Lambda: `${usage.invocations} invocations, ${usage.gigabyteSeconds.toFixed(1)} GB-seconds`,
  DynamoDB: `${usage.writeUnits} write and ${usage.readUnits} read units`,
  'CloudWatch, metrics read': `${usage.metricsRequested} metrics in GetMetricData, ${usage.otherCloudWatchRequests} other requests`,
  'CloudWatch, custom metrics': `${usage.customMetrics} for ${Math.ceil(usage.hours)} h`,
  'CloudWatch, logs': `${(usage.logBytes / 1000).toFixed(0)} kB`,
  'X-Ray': `${usage.traces} traces`,
  SNS: `${usage.messages} messages, ${usage.emails} emails`,
  EventBridge: `${usage.customEvents} event`,
  KMS: `${usage.kmsRequests} requests`,
});

const serviceRows = (usage: Usage): Row[] => {
  const named = counts(usage);
  return Object.entries(costOf(usage))
    .sort(([, one], [, other]) => other - one)
    .map(([service, cost]) => ({
      what: `${service}: ${named[service] ?? ''}`,
      measured: dollars(cost),
    }));
};

/** The list price of a rollout of 45 minutes; what the stack costs without one is in the README. */
export const cost: Bench = {
  name: 'cost',
  about: 'AWS list price of one good rollout of about 45 minutes, with logs, traces and metrics.',
  measure: async () => {
    const usage = usageOf(await playPromoted(longBakeMinutes));
    const whole = Object.values(costOf(usage)).reduce((sum, each) => sum + each, 0);
    return [limited('all of it', whole, { below: 0.02 }, dollars), ...serviceRows(usage)];
  },
};
