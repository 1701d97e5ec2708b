import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bakeOf } from '../../../functions/rollout/domain/bake.ts';
import { DeployRequest } from '../../../functions/rollout/domain/inputs.ts';
import { planFrom } from '../../../functions/rollout/read-plan.ts';
import { DistributionMetric } from '../../../functions/telemetry/domain/metric.ts';
import { deployment } from '../../support/deployment.ts';
import { commandsIn, fencedIn, invocationsIn, linksIn } from '../../support/markdown.ts';
import { filesUnder, readSource, root } from '../../support/source.ts';

const readme = readSource('README.md');
const fenced = fencedIn(readme);
const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'statemachines/rollout.md'];

const block = (language: string, start: string): string =>
  fenced.find((each) => each.language === language && each.text.startsWith(start))?.text ?? '';

/** A plan in which every step says how long it bakes. */
const bakedPlan = (text: string) => {
  const { rollout, ...rest } = planFrom(text, 'the entry');
  return {
    ...rest,
    ...rollout,
    steps: rollout.steps.map((each) => ({ ...each, bake: bakeOf(each) })),
  };
};

describe('the catalogue entry that the README quotes', () => {
  it('makes exactly the plan of the sample, of which the rest are defaults', () => {
    const short = bakedPlan(block('yaml', 'service: checkout'));
    const sample = bakedPlan(readSource('catalog/services/checkout.yml'));

    expect(short).toEqual(sample);
  });
});

describe('the metric that the README shows to users of Kayenta', () => {
  it('is one that the catalogue takes', () => {
    const { metrics } = parse(block('yaml', 'metrics:\n  queue-wait:'));

    const { effectSize } = DistributionMetric.parse(metrics['queue-wait']);

    expect(effectSize).toEqual({ measure: 'mean-ratio', increase: 1.2 });
  });
});

describe('the commands in the documents', () => {
  it.each(documents)('of npm exist: %s', (file) => {
    const { scripts } = JSON.parse(readSource('package.json'));

    const unknown = commandsIn(readSource(file)).filter((name) => !(name in scripts));

    expect(unknown).toEqual([]);
  });

  it.each(
    documents.flatMap((file) =>
      invocationsIn(readSource(file)).map(({ name, data }) => [file, name, data] as const),
    ),
  )('in %s invoke %s with the fields of its sample: %j', (_file, name, data) => {
    const samples = filesUnder('events/rollout', '.json').map((path) =>
      JSON.parse(readSource(path)),
    );
    const keys = Object.keys(data).sort();

    const alike =
      name === 'start-rollout'
        ? DeployRequest.safeParse(data).success
        : samples.some((sample) => String(Object.keys(sample).sort()) === String(keys));

    expect(Object.keys(deployment.functions)).toContain(name);
    expect(alike).toBe(true);
  });
});

describe('the event that CI sends', () => {
  const senders = fenced.filter(({ text }) => text.includes('aws events put-events'));
  const [rule] = parse(readSource('serverless.yml')).functions['start-rollout'].events;
  const { source, 'detail-type': detailType } = rule.eventBridge.pattern;

  it('has the fields of a deploy request, in the shell and in the workflow', () => {
    const fields = senders.map(({ text }) =>
      [...(/\{(service: [^}]*)\}/.exec(text)?.[1] ?? '').matchAll(/\$?(\w+)(?=:|,|$)/g)]
        .map(([, field]) => field)
        .filter((field) => field !== undefined),
    );

    expect(senders).toHaveLength(2);
    for (const each of fields) expect(each).toEqual(Object.keys(DeployRequest.shape));
  });

  it('is the one that the rule takes and that the policy of CI permits', () => {
    const policy = JSON.parse(
      fenced.find(({ text }) => text.includes('events:PutEvents'))?.text ?? '{}',
    );

    const [{ Condition }] = policy.Statement;

    for (const { text } of senders)
      expect(text).toContain(`Source: "${source}", DetailType: "${detailType}"`);
    expect(Condition).toEqual({
      StringEquals: { 'events:detail-type': detailType[0] },
      'ForAllValues:StringEquals': { 'events:source': source[0] },
    });
  });
});

describe('the numbers and links of the documents', () => {
  it.each(documents)('lead to files that exist: %s', (file) => {
    const missing = linksIn(readSource(file)).filter(
      (link) => !statSync(join(root, dirname(file), link), { throwIfNoEntry: false }),
    );

    expect(missing).toEqual([]);
  });

  it('shows a picture of less than 200 kB', () => {
    const { size } = statSync(join(root, 'docs/images/report.png'));

    expect(size).toBeLessThan(200_000);
  });

  it('counts what costs something while nothing happens', () => {
    const fragments = filesUnder('infra', '.yml').map((path) => parse(readSource(path)));
    const types = fragments.flatMap(({ Resources }) =>
      Object.values(Resources as Record<string, { Type: string }>).map(({ Type }) => Type),
    );
    const counted = (type: string) => types.filter((each) => each === type).length;

    expect(readme).toContain(`| ${counted('AWS::KMS::Key')} KMS key |`);
    expect(readme).toContain(`| ${counted('AWS::CloudWatch::Alarm')} alarms at 0.10 |`);
  });
});
