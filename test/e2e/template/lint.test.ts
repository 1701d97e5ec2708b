import { beforeAll, describe, expect, it } from 'vitest';
import type { Template } from '../../support/template.ts';
import { packaged } from '../support/packaged.ts';
import { type Finding, lint } from './cfn-lint.ts';
import { type Waiver, waivers } from './waivers.ts';

const regions = ['eu-central-1', 'us-east-1'];

let template: Template;
let findings: readonly Finding[];

beforeAll(async () => {
  ({ template } = await packaged());
  findings = await lint(template, regions);
}, 180_000);

const isFor = (waiver: Waiver, { rule, at }: Finding): boolean =>
  waiver.rule === rule && waiver.at === at;

describe('cfn-lint', () => {
  it('finds nothing in the packaged stack but what is waived', () => {
    expect(findings.filter((each) => !waivers.some((waiver) => isFor(waiver, each)))).toEqual([]);
  });

  it.each(waivers)('finds what is waived: $rule at $at', (waiver) => {
    expect(findings.some((finding) => isFor(waiver, finding))).toBe(true);
  });

  it('finds a mistake', async () => {
    const Queue = { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1 } };

    const found = await lint({ Resources: { ...template.Resources, Queue } }, regions);

    expect(found.map(({ rule }) => rule)).toContain('E3034');
  });
});
