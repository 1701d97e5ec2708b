import { InvalidInputError, type Mistake } from '../../../functions/platform/errors.ts';
import { tryParse } from '../../../functions/platform/parse.ts';
import type { Plan } from '../../../functions/rollout/domain/plan.ts';
import { type AnySource, sourcesOf } from '../../../functions/telemetry/domain/asked-of.ts';
import type { QuantileMetric, ShareMetric } from '../../../functions/telemetry/domain/metric.ts';
import { placeholdersOf } from '../../../functions/telemetry/domain/promql.ts';
import { PrometheusTelemetry } from '../../../functions/telemetry/domain/provider.ts';
import { redacted } from './request.ts';

/** A latency whose classic histogram gives the bins. */
export interface Latency {
  readonly name: string;
  readonly histogram: string;
  readonly unitMilliseconds: number;
}

/** What of a plan is recorded, and from where. */
export interface Subject {
  readonly settings: PrometheusTelemetry;
  readonly errors: ShareMetric;
  /** undefined for a plan that judges no latency. */
  readonly latency: Latency | undefined;
  /** Which labels a side needs. */
  readonly placeholders: readonly string[];
  /** A bearer token, from the environment alone. */
  readonly token: string | undefined;
}

/** Where a token is taken from: secrets of the plan are for the plan's own address. */
export const tokenName = 'EVENKEEL_PROMETHEUS_TOKEN';

type Found<Value> = Value | Mistake;
const isMistake = (found: object | undefined): found is Mistake =>
  found !== undefined && 'allowed' in found;

const errorsOf = ({ metrics }: Plan): Found<ShareMetric> => {
  const metric = metrics['error-rate'];
  if (metric?.kind === 'share' && metric.worse === 'higher') return metric;
  return {
    path: 'metrics.error-rate',
    value: metric === undefined ? 'nothing' : metric.kind,
    allowed: 'a share of which more is worse: it gives requests and errors',
  };
};

const latencies = ({ metrics }: Plan) =>
  ['latency-p95', 'latency-p99'].flatMap((name) => {
    const metric = metrics[name];
    return metric?.kind === 'quantile' ? [{ name, metric }] : [];
  });

const latencyIn = (name: string, { source, unitMilliseconds }: QuantileMetric): Found<Latency> => {
  const path = `metrics.${name}.source`;
  if (!('histogram' in source))
    return { path, value: 'a series of CloudWatch', allowed: 'a histogram' };
  if (!source.native) return { name, histogram: source.histogram, unitMilliseconds };
  const allowed = 'a classic histogram: a recording has fixed bounds, which a native one has not';
  return { path: `${path}.native`, value: 'true', allowed };
};

/** One latency for all quantiles: a recording has one histogram on each side. */
const latencyOf = (plan: Plan): Found<Latency> | undefined => {
  const [first, ...others] = latencies(plan).map(({ name, metric }) => latencyIn(name, metric));
  if (first === undefined || isMistake(first)) return first;
  for (const other of others) {
    if (isMistake(other)) return other;
    if (other.histogram !== first.histogram || other.unitMilliseconds !== first.unitMilliseconds)
      return {
        path: `metrics.${other.name}.source`,
        value: other.histogram,
        allowed: `the histogram of ${first.name}, since a recording has one: ${first.histogram}`,
      };
  }
  return first;
};

const namesIn = (sources: readonly AnySource[]): string[] => {
  const queries = sources.map((source) => {
    if ('query' in source) return source.query;
    if ('counter' in source) return source.counter;
    return 'histogram' in source ? source.histogram : '';
  });
  const names = queries.flatMap(placeholdersOf).map(({ name }) => name);
  return [...new Set(names)].filter((name) => name !== 'bucket');
};

/** A token is sent over https alone, as a plan's secrets are. */
const settingsOf = (
  telemetry: PrometheusTelemetry,
  url: string,
  token: string | undefined,
): Found<PrometheusTelemetry>[] => {
  const auth = token === undefined ? { kind: 'none' } : { kind: 'bearer', secret: tokenName };
  const parsed = tryParse(PrometheusTelemetry, { ...telemetry, url, auth });
  if ('value' in parsed) return [{ ...parsed.value, auth: { kind: 'none' } }];
  return parsed.mistakes.map((each) => ({ ...each, path: '--from', value: redacted(each.value) }));
};

const tokenMistakes = (token: string | undefined): Mistake[] =>
  token === undefined || /^[\x21-\x7e]+$/.test(token)
    ? []
    : [{ path: tokenName, value: 'a text that is no token', allowed: 'one word of ASCII' }];

const telemetryOf = ({ telemetry }: Plan): PrometheusTelemetry => {
  if (telemetry.kind === 'prometheus') return telemetry;
  throw new InvalidInputError('the plan', [
    { path: 'telemetry.kind', value: telemetry.kind, allowed: 'prometheus, with --from' },
  ]);
};

/**
 * What of the plan is recorded from the Prometheus at a URL.
 *
 * @throws InvalidInputError for a plan that a recording cannot be made of, or a bad URL or token.
 */
export const subjectOf = (plan: Plan, url: string, given: string | undefined): Subject => {
  const telemetry = telemetryOf(plan);
  const token = given?.trim() || undefined;
  const [errors, latency] = [errorsOf(plan), latencyOf(plan)];
  const settings = settingsOf(telemetry, url, token);
  const [first] = settings;
  const mistakes = [...tokenMistakes(token), ...[...settings, errors, latency].filter(isMistake)];
  if (
    mistakes.length > 0 ||
    first === undefined ||
    isMistake(first) ||
    isMistake(errors) ||
    isMistake(latency)
  )
    throw new InvalidInputError('what is recorded', mistakes);
  const sources: AnySource[] = Object.values(sourcesOf(errors));
  const placeholders = namesIn(
    latency ? [...sources, { histogram: latency.histogram, native: false }] : sources,
  );
  return { settings: first, errors, latency, placeholders, token };
};
