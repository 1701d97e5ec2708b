import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { supportFields } from '../supported-fields.ts';
import { invalidCombination, invalidValue, validationError } from './exceptions.ts';
import type { Window } from './measure.ts';
import type { Metrics } from './metrics.ts';
import { type Answer, answerQueries } from './queries.ts';
import { minuteMs } from './store.ts';

type Output = Omit<GetMetricDataCommandOutput, '$metadata'>;

const highestPage = 100_800;
const fields = [
  'MetricDataQueries',
  'StartTime',
  'EndTime',
  'ScanBy',
  'NextToken',
  'MaxDatapoints',
] as const;

const checkQueries = (queries: readonly MetricDataQuery[]): void => {
  if (queries.length === 0 || queries.length > 500) {
    throw validationError(`MetricDataQueries has ${queries.length} members; 1 to 500 are allowed.`);
  }
  const ids = new Set<string>();
  for (const { Id } of queries) {
    if (Id === undefined || !/^[a-z][a-zA-Z0-9_]{0,254}$/.test(Id)) {
      throw validationError(
        `The value ${Id} for parameter MetricDataQueries.member.Id is not valid.`,
      );
    }
    if (ids.has(Id)) throw validationError(`The values for parameter id ${Id} are not unique.`);
    ids.add(Id);
  }
};

/** CloudWatch rounds the start of young data down to the minute; the end is exclusive. */
const windowOf = ({ StartTime, EndTime }: GetMetricDataCommandInput): Window => {
  const [start, end] = [StartTime?.getTime(), EndTime?.getTime()];
  if (start === undefined || end === undefined || Number.isNaN(start + end)) {
    throw validationError('StartTime and EndTime must be timestamps.');
  }
  if (start >= end) throw invalidCombination('The parameter StartTime must be less than EndTime.');
  return { start: Math.floor(start / minuteMs) * minuteMs, end };
};

interface Page {
  readonly offset: number;
  /** When the first page was read: later pages show the same data. */
  readonly readAt: number;
}

const pageOf = (token: string | undefined, now: number): Page => {
  if (token === undefined) return { offset: 0, readAt: now };
  const match = /^page-(\d+)-(\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  if (match === null) throw invalidValue('The NextToken provided is invalid.');
  return { offset: Number(match[1]), readAt: Number(match[2]) };
};

const tokenOf = ({ offset, readAt }: Page): string =>
  Buffer.from(`page-${offset}-${readAt}`).toString('base64url');

const sizeOf = (metrics: Metrics, asked: number | undefined): number => {
  if (asked !== undefined && (!Number.isInteger(asked) || asked < 1 || asked > highestPage)) {
    throw validationError(`MaxDatapoints is ${asked}; 1 to ${highestPage} are allowed.`);
  }
  return Math.min(asked ?? highestPage, metrics.pageSize ?? highestPage);
};

const resultOf = (
  { id, label, points, status }: Answer,
  from: number,
  to: number,
): MetricDataResult => ({
  Id: id,
  Label: label,
  Timestamps: points.slice(from, to).map(([at]) => new Date(at)),
  Values: points.slice(from, to).map(([, value]) => value),
  StatusCode: to < points.length ? 'PartialData' : status,
});

/** The datapoints from `offset` on, at most `size`, of all answers in the order of the queries. */
const cut = (answers: readonly Answer[], { offset, readAt }: Page, size: number): Output => {
  const results: MetricDataResult[] = [];
  let position = 0;
  for (const answer of answers) {
    const length = answer.points.length;
    const from = Math.max(0, offset - position);
    const to = Math.min(length, offset + size - position);
    const isEmptyHere = length === 0 && position >= offset && position < offset + size;
    if (from < to || isEmptyHere) results.push(resultOf(answer, from, to));
    position += length;
  }
  const next = offset + size;
  const token = next < position ? tokenOf({ offset: next, readAt }) : undefined;
  return { MetricDataResults: results, NextToken: token, Messages: [] };
};

export const getMetricData = (
  metrics: Metrics,
  input: GetMetricDataCommandInput,
  now: number,
): Output => {
  supportFields('GetMetricData', input, fields);
  const queries = input.MetricDataQueries ?? [];
  checkQueries(queries);
  const window = windowOf(input);
  const page = pageOf(input.NextToken, now);
  const size = sizeOf(metrics, input.MaxDatapoints);
  metrics.measureUntil(page.readAt);
  const answers = answerQueries(metrics, queries, window, page.readAt);
  const ordered =
    input.ScanBy === 'TimestampAscending'
      ? answers
      : answers.map((answer) => ({ ...answer, points: answer.points.toReversed() }));
  return cut(ordered, page, size);
};
