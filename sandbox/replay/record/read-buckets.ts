import { UnreadableError } from '../../../functions/platform/errors.ts';
import { growthByBound } from '../../../functions/telemetry/domain/promql.ts';
import type { Role, Window } from '../../../functions/telemetry/domain/reading.ts';
import { type Asking, askPrometheus } from '../../../functions/telemetry/prometheus-ask.ts';
import type { authorized } from '../../../functions/telemetry/prometheus-auth.ts';
import { whyNeverCounted } from '../../../functions/telemetry/prometheus-baseline.ts';
import { readingOf } from '../../../functions/telemetry/prometheus-readings.ts';
import { rangeOf, type Side } from '../../../functions/telemetry/prometheus-series.ts';
import type { Histogram, Side as SampleSide } from '../sample.ts';
import { histogramsIn } from './bins.ts';
import type { Sides } from './labels.ts';
import { iso } from './range.ts';
import { type Subject, tokenName } from './subject.ts';
import type { Unweighted } from './weights.ts';

/** So few buckets are asked for at a time that a small server answers within seconds. */
const atATime = 240;

/** What the functions say to a rollout, as it is said to a person. */
const toPerson = (because: string): string =>
  because
    .replace('the next tick asks again', 'asking again may help')
    .replace('telemetry.url', 'the URL of --from')
    .replace('(401)', `(401; a bearer token is read from ${tokenName})`);

export const unreadable = (what: string, because: string): UnreadableError =>
  new UnreadableError(`${what}: ${toPerson(because)}. Nothing was recorded.`);

const withToken =
  (token: string | undefined): typeof authorized =>
  async (_, { headers }) =>
    token === undefined
      ? { headers, hidden: [] }
      : { headers: { ...headers, authorization: `Bearer ${token}` }, hidden: [token] };

const asking = ({ settings, token }: Subject): Asking => askPrometheus(settings, withToken(token));

type ByStart<Value> = ReadonlyMap<number, Value>;

const countsOf = async (
  { errors }: Subject,
  side: Side,
  role: Role,
): Promise<ByStart<{ readonly events: number; readonly total: number }>> => {
  const reading = await readingOf(errors, side, role);
  if (reading.kind === 'share') return new Map(reading.buckets.map((each) => [each.at, each]));
  if (reading.kind === 'blind' && reading.empty) return new Map();
  throw unreadable(
    `error-rate of ${role}`,
    reading.kind === 'blind' ? reading.because : 'it is no share of requests',
  );
};

const latencyOf = async (
  { latency }: Subject,
  side: Side,
  role: Role,
): Promise<ByStart<Histogram>> => {
  if (latency === undefined) return new Map();
  const answer = await rangeOf(growthByBound(latency.histogram), side);
  if (answer.kind === 'blind') throw unreadable(`${latency.name} of ${role}`, answer.because);
  const { unitMilliseconds } = latency;
  return histogramsIn(answer.series, { unitMilliseconds, bucketSeconds: side.bucketSeconds });
};

const sideIn = async (
  subject: Subject,
  side: Side,
  role: Role,
): Promise<(at: number) => SampleSide | null> => {
  const [counts, latency] = await Promise.all([
    countsOf(subject, side, role),
    latencyOf(subject, side, role),
  ]);
  return (at) => {
    const counted = counts.get(at);
    if (counted === undefined) return null;
    const { total: requests, events: errors } = counted;
    return { requests, errors, latency: latency.get(at) ?? null };
  };
};

const partOf = async (subject: Subject, sides: Sides, window: Window): Promise<Unweighted[]> => {
  const { bucketSeconds } = subject.settings;
  const ask = asking(subject);
  const one = (role: Role) =>
    sideIn(subject, { ask, labels: sides[role], window, bucketSeconds }, role);
  const [stable, canary] = await Promise.all([one('stable'), one('canary')]);
  const bucket = bucketSeconds * 1_000;
  return Array.from({ length: (window.end - window.start) / bucket }, (_, index) => {
    const at = window.start + index * bucket;
    return { at: iso(at), seconds: bucketSeconds, stable: stable(at), canary: canary(at) };
  });
};

/**
 * Reads both sides in every bucket of a window, as far as they are known.
 *
 * @throws UnreadableError for an answer that is none, or not to be trusted.
 */
export const readBuckets = async (
  subject: Subject,
  sides: Sides,
  { start, end }: Window,
): Promise<Unweighted[]> => {
  const span = atATime * subject.settings.bucketSeconds * 1_000;
  const all: Unweighted[] = [];
  for (let from = start; from < end; from += span)
    all.push(...(await partOf(subject, sides, { start: from, end: Math.min(end, from + span) })));
  return all;
};

/** Why errors that were never counted could not have been, by a label that no series has. */
export const whyNoErrors = (
  subject: Subject,
  labels: Sides['stable'],
  window: Window,
): Promise<string | undefined> => {
  const { bucketSeconds } = subject.settings;
  const side: Side = { ask: asking(subject), labels, window, bucketSeconds };
  return whyNeverCounted(subject.errors, { kind: 'share', buckets: [] }, side);
};
