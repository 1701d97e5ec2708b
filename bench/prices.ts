/**
 * List prices of us-east-1 in USD, without free tiers, as of November 2026.
 *
 * Read: Step Functions on its own page (aws.amazon.com/step-functions/pricing, which has the same
 * price for eu-central-1). Read where others quote AWS's pages: Lambda for arm64 (May 2026; the init
 * phase is billed since August 2025), DynamoDB on demand (July 2025; halved in November 2024),
 * GetMetricData and its five statistics (prometheus/cloudwatch_exporter#482), custom metrics (February
 * 2026), X-Ray (undated), SNS, EventBridge and KMS (June 2026). From memory: log ingestion and
 * CloudWatch's other requests.
 */
export const price = {
  stateTransition: 0.025 / 1_000,
  lambdaRequest: 0.2 / 1e6,
  lambdaGigabyteSecond: 0.0000133334,
  writeRequestUnit: 0.625 / 1e6,
  readRequestUnit: 0.125 / 1e6,
  /** Of GetMetricData; up to five statistics of a metric in one request count once. */
  metricRequested: 0.01 / 1_000,
  /** Any other CloudWatch request, such as DescribeAlarms. */
  cloudWatchRequest: 0.01 / 1_000,
  /** Prorated by the hour in which it was published. */
  customMetricMonth: 0.3,
  logGigabyte: 0.5,
  traceRecorded: 5 / 1e6,
  snsRequest: 0.5 / 1e6,
  email: 2 / 100_000,
  customEvent: 1 / 1e6,
  kmsRequest: 0.03 / 10_000,
} as const;

export const hoursOfMonth = 730;
export const statisticsForOnePrice = 5;

/** What a rollout used of what AWS bills. */
export interface Usage {
  readonly hours: number;
  readonly stateTransitions: number;
  readonly invocations: number;
  readonly gigabyteSeconds: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly metricsRequested: number;
  readonly otherCloudWatchRequests: number;
  readonly customMetrics: number;
  readonly logBytes: number;
  readonly traces: number;
  readonly messages: number;
  readonly emails: number;
  readonly customEvents: number;
  readonly kmsRequests: number;
}

const logCost = (bytes: number): number => (bytes / 1e9) * price.logGigabyte;

/** A custom metric is billed for each hour in which it was published. */
const customMetricCost = (metrics: number, hours: number): number =>
  (metrics * Math.ceil(hours) * price.customMetricMonth) / hoursOfMonth;

/** USD by service. */
export const costOf = (usage: Usage): Readonly<Record<string, number>> => ({
  'Step Functions': usage.stateTransitions * price.stateTransition,
  Lambda:
    usage.invocations * price.lambdaRequest + usage.gigabyteSeconds * price.lambdaGigabyteSecond,
  DynamoDB: usage.writeUnits * price.writeRequestUnit + usage.readUnits * price.readRequestUnit,
  'CloudWatch, metrics read':
    usage.metricsRequested * price.metricRequested +
    usage.otherCloudWatchRequests * price.cloudWatchRequest,
  'CloudWatch, custom metrics': customMetricCost(usage.customMetrics, usage.hours),
  'CloudWatch, logs': logCost(usage.logBytes),
  'X-Ray': usage.traces * price.traceRecorded,
  SNS: usage.messages * price.snsRequest + usage.emails * price.email,
  EventBridge: usage.customEvents * price.customEvent,
  KMS: usage.kmsRequests * price.kmsRequest,
});
