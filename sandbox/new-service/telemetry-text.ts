import type { Target } from '../../functions/traffic/domain/target.ts';

const labelsText = (traffic: Target): string => {
  if (traffic.kind === 'lambda-alias')
    return `#   # {version} is the side's version; {function}, {alias}, {service}, {side} and {revision} are there too.`;
  const labels = Object.keys(traffic.sides).map((side) => `${side}: { version: ${side} }`);
  return `#   # What the placeholders of your own stand for; {service}, {side}, {revision} and {targetGroup} need none.
#   labels: { ${labels.join(', ')} }`;
};

/** Where the metrics come from: CloudWatch, and how to write Prometheus instead. */
export const telemetryText = (
  service: string,
  traffic: Target,
): string => `# Where the metrics come from: CloudWatch, or a Prometheus that the functions can reach. An example,
# which replaces the line below it:
#
# telemetry:
#   kind: prometheus
#   # What stands before /api/v1: also of Mimir, Thanos, or a workspace of Amazon. https, or http to
#   # loopback and private hosts where no secret is sent along.
#   url: https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-0a1b2c3d
#   # none (default), sigv4 with a region, or bearer or basic with secret: name or ARN in Secrets Manager.
#   auth: { kind: sigv4, region: eu-central-1 }
#   # The metrics there are: http (default), otel, istio, or none where all are your own.
#   preset: http
#   # Matchers that tell this service and its side from all else that is scraped.
#   selector: 'job="${service}",version="{version}"'
${labelsText(traffic)}
#   # Where the names differ from those of the preset.
#   names: { requests: http_requests_total, status: code, duration: http_request_duration_seconds, unitMilliseconds: 1000 }
#   bucketSeconds: 30   # default; at least twice the scrape interval, 1 to 300
#   delaySeconds: 30    # default; how long after its end a bucket is complete, 0 to 600
#
# A metric of your own then has for source, events and total one of
#   { counter: 'orders_total{version="{version}",state="refused"}' }   # counted by evenkeel
#   { query: 'sum(increase(orders_total{version="{version}"}[{bucket}]))' }   # any PromQL, one series
# and a quantile { histogram: 'orders_seconds{version="{version}"}' }, with native: true for a native one.
telemetry: { kind: cloudwatch }
`;
