import { brief } from '../platform/brief.ts';
import type { GaugeBucket } from './domain/reading.ts';

/** One series of an answer; `at` is the time of evaluation in milliseconds since the epoch. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly GaugeBucket[];
}

/** What Prometheus said to one query, or why that cannot be trusted. */
export type Answer =
  | { readonly kind: 'series'; readonly series: readonly Series[] }
  | { readonly kind: 'blind'; readonly because: string };

type Fields = Readonly<Record<string, unknown>>;

const asksAgain = 'the next tick asks again';
const noHelp = 'asking again does not help';

export const blind = (because: string): Answer & { kind: 'blind' } => ({ kind: 'blind', because });

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : undefined;

const jsonOf = (body: string): Fields | undefined => {
  try {
    return fieldsOf(JSON.parse(body));
  } catch {
    return undefined;
  }
};

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

/** A remark on how a metric is named, which says nothing of its data. */
const isOfName = (info: string): boolean => /metric might not be a (counter|histogram)/.test(info);

/** In milliseconds: JSON has them as a fraction of seconds. */
const timeOf = (seconds: unknown): number =>
  typeof seconds === 'number' ? Math.round(seconds * 1_000) : Number.NaN;

/** Prometheus spells numbers as Go does: `+Inf` is none for JavaScript, and is none for us. */
const pointOf = (pair: unknown): GaugeBucket | undefined => {
  if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[1] !== 'string') return undefined;
  const at = timeOf(pair[0]);
  return Number.isFinite(at) && pair[1] !== '' ? { at, value: Number(pair[1]) } : undefined;
};

const labelsOf = (metric: unknown): Readonly<Record<string, string>> | undefined => {
  const labels = fieldsOf(metric);
  if (labels === undefined) return undefined;
  const isText = Object.values(labels).every((value) => typeof value === 'string');
  return isText ? (labels as Readonly<Record<string, string>>) : undefined;
};

const seriesOf = (result: unknown, type: 'matrix' | 'vector'): Series | undefined => {
  const fields = fieldsOf(result);
  const labels = labelsOf(fields?.metric);
  const pairs = type === 'matrix' ? fields?.values : fields && [fields.value];
  if (labels === undefined || !Array.isArray(pairs)) return undefined;
  const points = pairs.map(pointOf);
  return points.every((point) => point !== undefined) ? { labels, points } : undefined;
};

const holdsHistograms = (results: readonly unknown[]): boolean =>
  results.some((result) => {
    const fields = fieldsOf(result);
    return fields?.histograms !== undefined || fields?.histogram !== undefined;
  });

const malformed = blind(`its answer is not that of the Prometheus HTTP API; ${noHelp}`);

const seriesIn = (data: unknown, type: 'matrix' | 'vector'): Answer => {
  const { resultType, result } = fieldsOf(data) ?? {};
  if (resultType === 'scalar' || resultType === 'string')
    return blind(`its query gives a ${resultType} and no series; ${noHelp}`);
  if (resultType !== type || !Array.isArray(result)) return malformed;
  if (holdsHistograms(result))
    return blind(`its query gives histograms where numbers are needed; ${noHelp}`);
  const series = result.map((each) => seriesOf(each, type));
  return series.every((each) => each !== undefined) ? { kind: 'series', series } : malformed;
};

/** The series of a whole answer. A warning is blind: what it speaks of may be only part of the data. */
const answered = (fields: Fields, type: 'matrix' | 'vector'): Answer => {
  const [warning] = texts(fields.warnings);
  if (warning !== undefined) return blind(`Prometheus warns: ${brief(warning, 200)}; ${asksAgain}`);
  const info = texts(fields.infos).find((each) => !isOfName(each));
  if (info !== undefined) return blind(`Prometheus remarks: ${brief(info, 200)}; ${asksAgain}`);
  return seriesIn(fields.data, type);
};

const ofStatus = (status: number, said: string): Answer => {
  const with_ = said === '' ? '' : ` (${said})`;
  if (status >= 300 && status < 400)
    return blind(
      `the server answers ${status}, a redirect, which is not followed; put the right address into telemetry.url, ${noHelp}`,
    );
  if (status === 400) return blind(`Prometheus refuses the query${with_}; ${noHelp}`);
  if (status === 401) return blind(`the server does not accept the credentials (401); ${noHelp}`);
  if (status === 403) return blind(`the server forbids the query (403)${with_}; ${noHelp}`);
  if (status === 404) return blind(`the server has no query API at telemetry.url (404); ${noHelp}`);
  if (status === 422)
    return blind(
      `Prometheus cannot evaluate the query${with_}; ${noHelp} unless it is made cheaper`,
    );
  if (status === 429) return blind(`the server has too many requests (429); ${asksAgain}`);
  return blind(`the server answers ${status}${with_}; ${asksAgain}`);
};

/** What was said about an error, without what must not be shown. */
const saidIn = (fields: Fields | undefined, hidden: readonly string[]): string => {
  const { errorType, error } = fields ?? {};
  const said = [errorType, error].filter((part) => typeof part === 'string').join(': ');
  return brief(
    hidden.reduce((text, secret) => text.replaceAll(secret, '***'), said),
    300,
  );
};

/**
 * Reads an answer of the HTTP API.
 *
 * @param hidden texts that no sentence may hold, since a server may repeat what it was sent.
 */
export const answerOf = (
  { status, body }: { readonly status: number; readonly body: string | undefined },
  type: 'matrix' | 'vector',
  hidden: readonly string[] = [],
): Answer => {
  if (body === undefined)
    return blind(
      `the answer is longer than is read; ${noHelp} unless the query gives fewer series`,
    );
  const fields = jsonOf(body);
  if (status !== 200) return ofStatus(status, saidIn(fields, hidden));
  if (fields === undefined) return malformed;
  if (fields.status === 'success') return answered(fields, type);
  return blind(`Prometheus answers an error (${saidIn(fields, hidden)}); ${asksAgain}`);
};

/** Why there was no answer at all. */
export const failureOf = (error: unknown): Answer & { kind: 'blind' } => {
  const { name, message, cause } = error instanceof Error ? error : new Error(String(error));
  if (name === 'TimeoutError' || name === 'AbortError')
    return blind(`the server did not answer in time; ${asksAgain}`);
  const code = fieldsOf(cause)?.code;
  const why = typeof code === 'string' ? code : brief(message, 120);
  return blind(`the server could not be reached (${why}); ${asksAgain}`);
};
