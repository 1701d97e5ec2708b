import * as z from 'zod/mini';
import { named, text, whole } from '../../platform/schema.ts';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const privateHost =
  /^(10(\.\d{1,3}){3}|192\.168(\.\d{1,3}){2}|172\.(1[6-9]|2\d|3[01])(\.\d{1,3}){2}|.+\.(internal|local))$/;

const urlOf = (given: string): URL | undefined =>
  URL.canParse(given) ? new URL(given) : undefined;

const isBareUrl = (given: string): boolean => {
  const url = urlOf(given);
  return url !== undefined && !url.username && !url.password && !/[?#\s]/.test(given);
};

const isPrivateOrEncrypted = (given: string): boolean => {
  const { protocol, hostname } = urlOf(given) ?? {};
  if (protocol === 'https:') return true;
  return (
    protocol === 'http:' && (loopback.test(hostname ?? '') || privateHost.test(hostname ?? ''))
  );
};

const Url = text(500).check(
  z.refine(isBareUrl, 'a URL without user, query and fragment'),
  z.refine(
    isPrivateOrEncrypted,
    'https, or http to loopback, a private address or a host below .internal or .local',
  ),
);

/** Name or ARN in Secrets Manager. The secret itself is read at run time and stands nowhere. */
const Secret = z.string().check(z.regex(/^[A-Za-z0-9/_+=.@:-]{1,500}$/, 'name or ARN of a secret'));

export const PrometheusAuth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** The secret is the token, or JSON with `token`. */
  z.strictObject({ kind: z.literal('bearer'), secret: Secret }),
  /** The secret is JSON with `username` and `password`. */
  z.strictObject({ kind: z.literal('basic'), secret: Secret }),
  z.strictObject({
    kind: z.literal('sigv4'),
    region: z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as eu-central-1')),
  }),
]);
export type PrometheusAuth = z.output<typeof PrometheusAuth>;

const metricName = () =>
  z.string().check(z.regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'the name of a metric'));
const labelName = () => z.string().check(z.regex(/^[a-zA-Z_]\w*$/, 'the name of a label'));

const Names = z.strictObject({
  /** Counter of requests. */
  requests: z.optional(metricName()),
  /** Its label with the status code. */
  status: z.optional(labelName()),
  /** Histogram of durations, without `_bucket`. */
  duration: z.optional(metricName()),
  /** What one unit of the histogram is in milliseconds. */
  unitMilliseconds: z.optional(z.number().check(z.positive())),
});

const preset = z.enum(['http', 'otel', 'istio', 'none']);
export type Preset = z.output<typeof preset>;

/** A label's value as a side has it, by the placeholder that stands for it. */
const OwnLabels = named(named(text(200)));

const hasSecret = ({ kind }: PrometheusAuth): boolean => kind !== 'none';

export const PrometheusTelemetry = z
  .strictObject({
    kind: z.literal('prometheus'),
    /** Up to the path before /api/v1: Mimir, Thanos and Amazon's workspaces have a prefix. */
    url: Url,
    auth: z.prefault(PrometheusAuth, { kind: 'none' }),
    /** Which metrics there are without any of your own. */
    preset: z._default(preset, 'http'),
    /** Matchers that tell this service and its side from everything else that is scraped. */
    selector: z.optional(text(1_000)),
    names: z.prefault(Names, {}),
    /** What the placeholders stand for, by the side's name. */
    labels: z._default(OwnLabels, {}),
    /** At least twice the scrape interval, so that one missed scrape leaves no bucket empty. */
    bucketSeconds: z._default(whole(1, 300), 30),
    /** How long after its end a bucket is complete: scrape, and remote write where there is one. */
    delaySeconds: z._default(whole(0, 600), 30),
  })
  .check(
    z.refine(
      ({ auth, url }) =>
        !hasSecret(auth) || url.startsWith('https:') || loopback.test(urlOf(url)?.hostname ?? ''),
      { path: ['url'], message: 'https wherever a secret is sent along, unless to loopback' },
    ),
    z.refine(({ preset: chosen, selector }) => chosen === 'none' || selector !== undefined, {
      path: ['selector'],
      message: 'matchers such as job="checkout",version="{version}", which every preset needs',
    }),
  );
export type PrometheusTelemetry = z.output<typeof PrometheusTelemetry>;

/** Where a plan's metrics come from. */
export const TelemetrySettings = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cloudwatch') }),
  PrometheusTelemetry,
]);
export type TelemetrySettings = z.output<typeof TelemetrySettings>;
