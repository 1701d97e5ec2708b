import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';

export const logger = new Logger({ serviceName: 'evenkeel' });
export const metrics = new Metrics({ namespace: 'evenkeel', serviceName: 'evenkeel' });
export const tracer = new Tracer({ serviceName: 'evenkeel', captureHTTPsRequests: false });

/** One decision of a run, as it is logged: people query these fields, so they do not change lightly. */
export interface Decision {
  readonly decision: string;
  readonly because: string;
  readonly capability: string;
  readonly runId: string;
}

/** Writes the one info line that each decision gets. */
export const logDecision = (decision: Decision): void => {
  logger.info(decision.because, { ...decision });
};

/** The metrics this project publishes; each has an alarm or a place on a dashboard. */
export type CountedMetric =
  | 'NeedsOperator'
  | 'Promoted'
  | 'RolledBack'
  | 'Held'
  | 'Refused'
  | 'GuardFailed'
  | 'MessageNotSent';

export const count = (name: CountedMetric): void => {
  metrics.addMetric(name, MetricUnit.Count, 1);
};

/** Counts at once what nobody would count again if the function died before its end. */
export const countNow = (name: CountedMetric): void => {
  count(name);
  metrics.publishStoredMetrics();
};
