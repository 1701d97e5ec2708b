import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { DeployRequested } from '../../../functions/rollout/domain/inputs.ts';
import { Rollout, ServiceEntry, Step } from '../../../functions/rollout/domain/plan.ts';
import { planFrom } from '../../../functions/rollout/read-plan.ts';
import { executionName } from '../../../functions/rollout/start-rollout.ts';
import {
  CountMetric,
  DistributionMetric,
  GaugeMetric,
  QuantileMetric,
  ShareMetric,
} from '../../../functions/telemetry/domain/metric.ts';
import { PrometheusTelemetry } from '../../../functions/telemetry/domain/provider.ts';

const samples = ['checkout', 'pricing'];
const textOf = (service: string) => readFile(`catalog/services/${service}.yml`, 'utf8');
const eventOf = async (name: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(`events/rollout/${name}.json`, 'utf8'));

/** The block of a commented example, without the comment signs. */
const exampleOf = (text: string, field: string): unknown => {
  const lines = text.split('\n');
  const start = lines.indexOf(`# ${field}:`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('# '));
  const block = lines.slice(start, end).map((line) => line.slice(2));
  return parseYaml(block.join('\n'))[field];
};

describe.each(samples)('the sample %s', (service) => {
  it('is a valid plan of that name', async () => {
    const plan = planFrom(await textOf(service), service);

    expect(plan.service).toBe(service);
  });

  it('explains every field of a rollout and of every kind of metric', async () => {
    const text = await textOf(service);
    const metrics = [ShareMetric, QuantileMetric, CountMetric, GaugeMetric, DistributionMetric];
    const shapes = [ServiceEntry, Rollout, Step, ...metrics];

    const missing = shapes
      .flatMap((schema) => Object.keys(schema.shape))
      .filter((field) => !new RegExp(`\\b${field}\\b`).test(text));

    expect(missing).toEqual([]);
  });

  it('writes the defaults that the schema has', async () => {
    const { rollout } = planFrom(await textOf(service), service);

    expect({ ...rollout, steps: [] }).toEqual({ ...Rollout.parse({}), steps: [] });
    expect(rollout.steps).toEqual([
      { weight: 10, bake: { minimumMinutes: 10, maximumMinutes: 20 }, warmUpBuckets: 2 },
      { weight: 50, bake: { minimumMinutes: 10, maximumMinutes: 20 }, warmUpBuckets: 2 },
      { weight: 100, warmUpBuckets: 2 },
    ]);
  });

  it('has examples in its comments that are valid too', async () => {
    const text = await textOf(service);
    const metrics = exampleOf(text, 'metrics');
    const filled = text.replace('metrics: {}', `metrics: ${JSON.stringify(metrics)}`);

    const plan = planFrom(filled, service);

    expect(plan.metrics['latency-p99']).toBeUndefined();
    expect(plan.metrics['orders-refused']).toMatchObject({ kind: 'share', importance: 'critical' });
  });
});

describe('an example in the comments', () => {
  it.each([
    ['checkout', 'telemetry'],
    ['checkout', 'metrics'],
    ['pricing', 'telemetry'],
    ['pricing', 'metrics'],
    ['pricing', 'alarms'],
  ])('of %s says that its %s replace a line', async (service, field) => {
    const lines = (await textOf(service)).split('\n');

    const start = lines.indexOf(`# ${field}:`);

    expect(lines[start - 2]).toMatch(/which replaces the line below it:$/);
  });
});

describe.each(samples)('the sample %s for Prometheus', (service) => {
  it('is a valid plan with the metrics of its preset', async () => {
    const text = await textOf(service);
    const example = exampleOf(text, 'telemetry');

    const plan = planFrom(
      text.replace('telemetry: { kind: cloudwatch }', `telemetry: ${JSON.stringify(example)}`),
      service,
    );

    expect(plan.telemetry).toMatchObject({ kind: 'prometheus', auth: { kind: 'sigv4' } });
    expect(Object.keys(plan.metrics)).toEqual([
      'error-rate',
      'success-rate',
      'latency-p95',
      'latency-p99',
    ]);
  });

  it('explains every field of it', async () => {
    const text = await textOf(service);
    const without = service === 'pricing' ? ['labels'] : [];

    const missing = Object.keys(PrometheusTelemetry.shape)
      .filter((field) => !without.includes(field))
      .filter((field) => !new RegExp(`\\b${field}\\b`).test(text));

    expect(missing).toEqual([]);
  });
});

describe('the sample alarms', () => {
  it('have one that speaks of the canary alone and one that both sides share', async () => {
    const { alarms } = planFrom(await textOf('checkout'), 'checkout');

    expect(alarms.map(({ side }) => side)).toEqual(['canary', 'shared']);
  });
});

describe('the sample events', () => {
  it.each([
    ['deploy-requested', 'checkout'],
    ['deploy-requested-pricing', 'pricing'],
  ])('%s is a deploy event of a sample', async (name, service) => {
    const event = DeployRequested.parse(await eventOf(name));

    expect(event.detail.service).toBe(service);
  });

  it.each([
    ['approve-run', ['run', 'gate', 'answer', 'who', 'why']],
    ['abort-run', ['run', 'who', 'why']],
    ['hold-run', ['run', 'signal', 'who', 'why']],
    ['resume-run', ['run', 'gate', 'signal', 'who', 'why']],
    ['run-status', ['service']],
    ['check-service', ['service']],
    ['release-lease', ['service', 'who', 'why']],
  ])('%s speaks of the run or the service of the deploy event', async (name, fields) => {
    const event = await eventOf(name);
    const { detail } = DeployRequested.parse(await eventOf('deploy-requested'));

    expect(Object.keys(event)).toEqual(fields);
    expect(event.run ?? executionName(detail)).toBe(executionName(detail));
    expect(event.service ?? detail.service).toBe(detail.service);
  });
});
