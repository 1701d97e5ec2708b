import { brief } from '../platform/brief.ts';
import { type InTime, within } from '../platform/deadline.ts';
import { type HttpAnswer, post } from '../platform/http.ts';
import { now } from '../platform/runtime.ts';
import type { PrometheusTelemetry } from './domain/provider.ts';
import type { Window } from './domain/reading.ts';
import { type Answer, answerOf, blind, failureOf } from './prometheus-answers.ts';
import { authorized, type Signed } from './prometheus-auth.ts';

/** Asks one Prometheus. Nothing of it throws, and the same query is sent once. */
export interface Asking {
  /** Evaluates at the end of each bucket of the window. */
  readonly range: (query: string, window: Window, bucketSeconds: number) => Promise<Answer>;
  /** @param at milliseconds since the epoch. */
  readonly instant: (query: string, at: number) => Promise<Answer>;
}

/** A function lives 20 s and has more to do than to wait for one server. */
const patienceMilliseconds = 8_000;
const queryMilliseconds = 5_000;

const mostBytes = 8 * 1024 * 1024;

/** Prometheus gives at most 11,000 points of a series in one answer. */
const mostPoints = 10_000;

/** Enough for a tick, and not so many that a small server queues them. */
const atOnce = 6;

/** Runs so many at a time, in their order. */
const limiter = (most: number) => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <Value>(run: () => Promise<Value>): Promise<Value> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
};

const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };

const secretFailure = (error: unknown): Answer => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const isDenied =
    /AccessDenied|ResourceNotFound|Decryption/i.test(name) || error instanceof TypeError;
  const why = error instanceof TypeError ? message : name;
  const help = isDenied
    ? 'asking again does not help before it exists, is readable and is tagged evenkeel: managed'
    : 'the next tick asks again';
  return blind(`the credentials for Prometheus could not be read (${brief(why, 200)}); ${help}`);
};

const noTime = blind('there was no time left to ask for it; the next tick asks again');

type Form = Readonly<Record<string, string>>;

interface Conversation {
  readonly settings: PrometheusTelemetry;
  readonly authorize: typeof authorized;
  readonly until: number;
  readonly inTime: InTime;
}

type Sent = readonly [HttpAnswer, Signed];

const attempt = async (
  { settings, authorize, until, inTime }: Conversation,
  { url, body }: { readonly url: string; readonly body: string },
  refusedAt?: number,
): Promise<Sent | Answer> => {
  if (now() >= until) return noTime;
  let signed: Signed;
  try {
    signed = await inTime(() => authorize(settings.auth, { url, headers, body }, refusedAt));
  } catch (error) {
    return secretFailure(error);
  }
  const left = Math.min(queryMilliseconds, until - now());
  if (left <= 0) return noTime;
  const request = { url, headers: signed.headers, body, timeoutMilliseconds: left, mostBytes };
  return [await post(request), signed];
};

const isSent = (sent: Sent | Answer): sent is Sent => Array.isArray(sent);

const send = async (conversation: Conversation, path: string, form: Form): Promise<Answer> => {
  const { settings } = conversation;
  const url = `${settings.url.replace(/\/+$/, '')}/api/v1/${path}`;
  const timeout = `${queryMilliseconds / 1_000}s`;
  const question = { url, body: new URLSearchParams({ ...form, timeout }).toString() };
  const type = path === 'query' ? 'vector' : 'matrix';
  try {
    const beganAt = now();
    let sent = await attempt(conversation, question);
    const isRefused = isSent(sent) && sent[0].status === 401;
    if (isRefused && 'secret' in settings.auth)
      sent = await attempt(conversation, question, beganAt);
    return isSent(sent) ? answerOf(sent[0], type, sent[1].hidden) : sent;
  } catch (error) {
    return failureOf(error);
  }
};

const seconds = (milliseconds: number): string => String(milliseconds / 1_000);

/** Both answers as one: series that go on are joined by their labels. */
const joined = (one: Answer, other: Answer): Answer => {
  if (one.kind === 'blind') return one;
  if (other.kind === 'blind') return other;
  const all = new Map(one.series.map((series) => [JSON.stringify(series.labels), series]));
  for (const { labels, points } of other.series) {
    const key = JSON.stringify(labels);
    all.set(key, { labels, points: [...(all.get(key)?.points ?? []), ...points] });
  }
  return { kind: 'series', series: [...all.values()] };
};

/** The parts of a window that one answer can hold. */
const partsOf = ({ start, end }: Window, bucket: number): Window[] => {
  const parts: Window[] = [];
  for (let from = start; from < end; from += mostPoints * bucket)
    parts.push({ start: from, end: Math.min(end, from + mostPoints * bucket) });
  return parts;
};

/**
 * A conversation of one tick: it ends some seconds after it has begun.
 *
 * @param authorize where the credentials come from, unless from Secrets Manager.
 */
export const askPrometheus = (
  settings: PrometheusTelemetry,
  authorize: typeof authorized = authorized,
): Asking => {
  const until = now() + patienceMilliseconds;
  const conversation = { settings, authorize, until, inTime: within(patienceMilliseconds) };
  const limited = limiter(atOnce);
  const asked = new Map<string, Promise<Answer>>();
  const once = (path: string, form: Form): Promise<Answer> => {
    const key = JSON.stringify([path, form]);
    const answer = asked.get(key) ?? limited(() => send(conversation, path, form));
    asked.set(key, answer);
    return answer;
  };
  return {
    instant: (query, at) => once('query', { query, time: seconds(at) }),
    range: async (query, window, bucketSeconds) => {
      const bucket = bucketSeconds * 1_000;
      const parts = partsOf(window, bucket).map(({ start, end }) =>
        once('query_range', {
          query,
          start: seconds(start + bucket),
          end: seconds(end),
          step: String(bucketSeconds),
        }),
      );
      return (await Promise.all(parts)).reduce(joined);
    },
  };
};
