import { stringify } from 'yaml';

const elb = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012';

/** Buckets of seconds, so that a rollout fits into a minute or two. The service is scraped each second. */
export const liveTiming = { bucketSeconds: 2, delaySeconds: 2 } as const;

const side = (service: string, name: string, id: string) => ({
  targetGroup: `${elb}:targetgroup/${service}-${name}/${id}`,
  service: `${service}-${name}`,
});

/**
 * A catalogue entry for the sample service: the shortest bake that a plan may have, and half of the
 * traffic at once. Two processes on one machine that does much besides differ by some milliseconds
 * without any reason, so the floor of latency is higher than usual.
 */
export const livePlan = (service: string, url: string): string =>
  stringify({
    service,
    description: 'A sample that runs while you watch.',
    owner: 'you',
    traffic: {
      kind: 'alb',
      rule: `${elb}:listener-rule/app/${service}/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`,
      cluster: 'sample',
      sides: {
        blue: side(service, 'blue', '73e2d6bc24d8a067'),
        green: side(service, 'green', '1c9b2d5f6e7a8043'),
      },
    },
    telemetry: {
      kind: 'prometheus',
      url,
      selector: 'job="sample",version="{version}"',
      labels: { blue: { version: `${service}-v1` }, green: { version: `${service}-v2` } },
      ...liveTiming,
    },
    rollout: {
      steps: [
        { weight: 50, bake: { minimumMinutes: 1, maximumMinutes: 2 }, warmUpBuckets: 1 },
        { weight: 100 },
      ],
    },
    metrics: {
      'latency-p95': { floorMilliseconds: 60 },
      'latency-p99': { floorMilliseconds: 100, importance: 'advisory' },
    },
  });
