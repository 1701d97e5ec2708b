import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { readingClient } from '../platform/clients.ts';
import type { InTime } from '../platform/deadline.ts';
import type { Window } from './domain/reading.ts';

/** What came back for one query: its datapoints, oldest first, or why they cannot be trusted. */
export type Result =
  | { readonly kind: 'points'; readonly points: readonly Point[] }
  | { readonly kind: 'blind'; readonly because: string };

export interface Point {
  /** Start of the period in milliseconds since the epoch. */
  readonly at: number;
  readonly value: number;
}

/** The result of a query by its id. An id that was not answered is blind. */
export type Results = (id: string) => Result;

/** CloudWatch's own limit of queries in one GetMetricData request. */
export const queryLimit = 500;

/** More pages than the largest plan can fill; a token that never ends must not hold a tick up. */
const pageLimit = 10;

/**
 * A function lives 20 s and has more to do than to wait for CloudWatch: what is asked of it in one
 * read has so long together. The three attempts of one call could take 15 s alone.
 */
export const patienceMilliseconds = 8_000;

export const client = readingClient(CloudWatchClient);

const blind = (because: string): Result => ({ kind: 'blind', because });

const leftOut = blind('CloudWatch left it out of its answer');

/** Why an AWS call gave no answer, and whether the next tick may have more luck. */
export const reasonOf = (error: unknown, action: string): string => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (/Throttl|TooManyRequests|RequestLimit/i.test(name))
    return `CloudWatch throttled ${action} (${name}); the next tick asks again`;
  if (/AccessDenied|UnauthorizedOperation|NotAuthorized/i.test(name))
    return `this function may not call ${action} (${name}); asking again does not help`;
  if (/Timeout|Abort/i.test(name))
    return `CloudWatch did not answer ${action} in time (${name}); the next tick asks again`;
  return `${action} failed (${name}: ${message}); the next tick asks again`;
};

const pointsOf = (result: MetricDataResult): Point[] =>
  (result.Timestamps ?? []).flatMap((timestamp, index) => {
    const value = result.Values?.[index];
    return value === undefined ? [] : [{ at: timestamp.getTime(), value }];
  });

/** A series may continue on the next page: the status of the last page that names it counts. */
const joined = (parts: readonly MetricDataResult[]): Result => {
  const status = parts.at(-1)?.StatusCode;
  if (status === undefined) return leftOut;
  if (status !== 'Complete') {
    const message = parts.at(-1)?.Messages?.[0]?.Value;
    return blind(`CloudWatch answered ${status}${message ? ` (${message})` : ''}`);
  }
  const points = parts.flatMap(pointsOf).toSorted((one, other) => one.at - other.at);
  const odd = points.find(({ value }) => !Number.isFinite(value));
  return odd ? blind(`CloudWatch answered ${odd.value} for a value`) : { kind: 'points', points };
};

const byId = (pages: readonly GetMetricDataCommandOutput[]): Results => {
  const parts = pages.flatMap(({ MetricDataResults = [] }) => MetricDataResults);
  const results = new Map(
    [...Map.groupBy(parts, ({ Id }) => Id)].map(([id, those]) => [id, joined(those)]),
  );
  return (id) => results.get(id) ?? leftOut;
};

const allPages = async (
  queries: MetricDataQuery[],
  window: Window,
  inTime: InTime,
): Promise<GetMetricDataCommandOutput[]> => {
  const pages: GetMetricDataCommandOutput[] = [];
  let token: string | undefined;
  do {
    if (pages.length === pageLimit) throw new Error(`the answer has more than ${pageLimit} pages`);
    const question = new GetMetricDataCommand({
      MetricDataQueries: queries,
      StartTime: new Date(window.start),
      EndTime: new Date(window.end),
      ScanBy: 'TimestampAscending',
      NextToken: token,
    });
    const page = await inTime((abortSignal) => client().send(question, { abortSignal }));
    pages.push(page);
    token = page.NextToken;
  } while (token !== undefined);
  return pages;
};

/**
 * Asks once, and reads all pages. Never throws: what cannot be seen is blind with its reason.
 * Datapoints are stamped with the start of their period, and periods are counted from the window's
 * start (CloudWatch aligns them to the request's StartTime), which is a whole minute.
 */
export const readResults = async (
  queries: MetricDataQuery[],
  window: Window,
  inTime: InTime,
): Promise<Results> => {
  if (queries.length === 0) return () => blind('it was not asked for');
  if (queries.length > queryLimit)
    return () =>
      blind(`the plan needs ${queries.length} queries, and GetMetricData takes ${queryLimit}`);
  try {
    return byId(await allPages(queries, window, inTime));
  } catch (error) {
    const because = reasonOf(error, 'cloudwatch:GetMetricData');
    return () => blind(because);
  }
};
