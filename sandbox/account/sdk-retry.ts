import type { Random } from '../random.ts';

interface SdkError {
  name?: string;
  $retryable?: { throttling?: boolean };
  $metadata?: { httpStatusCode?: number };
}

const throttlingNames = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);
const transientNames = new Set(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException']);
const transientStatus = new Set([500, 502, 503, 504]);

const isThrottling = (error: SdkError): boolean =>
  error.$metadata?.httpStatusCode === 429 ||
  throttlingNames.has(error.name ?? '') ||
  error.$retryable?.throttling === true;

const isTransient = (error: SdkError): boolean =>
  error.$retryable !== undefined ||
  transientNames.has(error.name ?? '') ||
  transientStatus.has(error.$metadata?.httpStatusCode ?? 0);

const longestDelayMilliseconds = 20_000;

/**
 * How long the SDK's standard retry strategy waits before it repeats a failed attempt, in
 * milliseconds, or undefined when it does not repeat it. The lists and the backoff are those of
 * `@smithy/core` 3 (service-error-classification, util-retry), with a seeded jitter. Its budget of
 * retry tokens is left out: it is never spent by the few retries of one function.
 *
 * @param attempt the attempts made so far, at least 1.
 */
export const retryDelay = (
  error: unknown,
  attempt: number,
  maxAttempts: number,
  random: Random,
): number | undefined => {
  if (attempt >= maxAttempts || typeof error !== 'object' || error === null) return undefined;
  const throttling = isThrottling(error);
  if (!throttling && !isTransient(error)) return undefined;
  const base = throttling ? 1_000 : 50;
  return Math.floor(random.next() * Math.min(base * 2 ** (attempt - 1), longestDelayMilliseconds));
};
