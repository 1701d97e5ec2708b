import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { CallRecord } from '../sandbox/account/call-log.ts';
import { itemBytes, readUnits } from '../sandbox/account/dynamodb/size.ts';
import { deployment } from './deployment.ts';
import { billedSeconds, invocationsIn } from './invocations.ts';
import type { Played } from './long-rollout.ts';
import { statisticsForOnePrice, type Usage } from './prices.ts';

interface Answer {
  readonly Item?: Record<string, AttributeValue>;
  readonly Items?: readonly Record<string, AttributeValue>[];
}

interface MetricRequest {
  readonly MetricDataQueries?: readonly { readonly MetricStat?: { readonly Metric?: unknown } }[];
}

/** Request units of a strongly consistent read, as all reads of the product are. */
const unitsRead = ({ output }: CallRecord): number => {
  const { Item, Items = [] } = (output ?? {}) as Answer;
  const items = Item === undefined ? Items : [Item];
  return readUnits(
    items.reduce((bytes, item) => bytes + itemBytes(item), 0),
    1,
  );
};

/** Metrics that one GetMetricData request is billed for. */
const metricsRequestedBy = ({ input }: CallRecord): number => {
  const { MetricDataQueries = [] } = input as MetricRequest;
  const asked = MetricDataQueries.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
  const byMetric = Map.groupBy(asked, (metric) => JSON.stringify(metric));
  return [...byMetric.values()].reduce(
    (sum, statistics) => sum + Math.ceil(statistics.length / statisticsForOnePrice),
    0,
  );
};

/** Lambda's own START, END and REPORT lines of an invocation with tracing. */
const platformLogBytes = 480;
/** What CloudWatch Logs adds to each event for billing. */
const eventOverheadBytes = 26;
const platformLines = 3;

const logBytes = (lines: readonly string[], invocations: number): number =>
  lines.reduce((sum, line) => sum + Buffer.byteLength(line) + eventOverheadBytes, 0) +
  invocations * (platformLogBytes + platformLines * eventOverheadBytes);

/** Names of the custom metrics that embedded metric documents in the log publish. */
const customMetricsIn = (lines: readonly string[]): number =>
  new Set(
    lines
      .filter((line) => line.includes('"CloudWatchMetrics"'))
      .flatMap((line) => [...line.matchAll(/"Name":"(\w+)","Unit"/g)].map(([, name]) => name)),
  ).size;

/** DynamoDB and SNS ask KMS again after five minutes, once for each caller. */
const keyReuseSeconds = 300;

const kmsRequestsFor = (records: readonly CallRecord[]): number =>
  new Set(
    records
      .filter(({ service }) => service === 'DynamoDB' || service === 'SNS')
      .map((each) => `${each.service} ${each.function} ${Math.floor(each.at / keyReuseSeconds)}`),
  ).size;

const sum = (records: readonly CallRecord[], of: (record: CallRecord) => number): number =>
  records.reduce((total, record) => total + of(record), 0);

/**
 * What a rehearsed rollout would have used of AWS from its event to its end, the guardian's sweeps of
 * that time included. Every invocation counts as a trace of its own, which is the most it can be.
 */
export const usageOf = ({ rehearsal, stack }: Played): Usage => {
  const { account, table } = stack;
  const records = account.log.records.filter(({ at }) => at <= rehearsal.virtualSeconds);
  const of = (action: string) => records.filter((record) => record.action === action);
  const invocations = invocationsIn(records);
  const gigabytes = deployment.provider.memorySize / 1024;
  const messages = of('Publish').length;
  return {
    hours: rehearsal.virtualSeconds / 3600,
    stateTransitions: rehearsal.states.length,
    invocations: invocations.length,
    gigabyteSeconds: billedSeconds(invocations) * gigabytes,
    writeUnits: table.consumed().TransactWriteItems?.write ?? 0,
    readUnits: sum([...of('GetItem'), ...of('Query')], unitsRead),
    metricsRequested: sum(of('GetMetricData'), metricsRequestedBy),
    otherCloudWatchRequests: of('DescribeAlarms').length,
    customMetrics: customMetricsIn(account.lines),
    logBytes: logBytes(account.lines, invocations.length),
    traces: invocations.length,
    messages,
    emails: messages,
    customEvents: 1,
    kmsRequests: kmsRequestsFor(records),
  };
};
