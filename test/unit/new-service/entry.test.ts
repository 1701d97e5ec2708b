import { describe, expect, it } from 'vitest';
import { InvalidInputError, mistakeLine } from '../../../functions/platform/errors.ts';
import type { Flags } from '../../../sandbox/new-service/arguments.ts';
import { entryOf } from '../../../sandbox/new-service/entry.ts';

const elb = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012';
const sideForm = '<name>=<target group ARN>,<ECS service>';

const common = { name: 'carts', description: 'Keeps carts.', owner: 'us', force: false };
const alias: Flags = { ...common, kind: 'lambda-alias', function: 'carts', alias: 'live' };
const blue = `blue=${elb}:targetgroup/carts-blue/1,carts-blue`;
const green = `green=${elb}:targetgroup/carts-green/2,carts-green`;
const alb: Flags = {
  ...common,
  kind: 'alb',
  rule: `${elb}:listener-rule/app/shop/1/2/3`,
  cluster: 'shop',
  side: [blue, green],
};

const complaintsOf = (flags: Flags): readonly string[] => {
  try {
    entryOf(flags);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error.mistakes.map(mistakeLine);
  }
};

describe('the answers of a new service', () => {
  it.each([
    ['a Lambda alias', alias],
    ['an ALB rule', alb],
  ])('describe %s', (_what, flags) => {
    expect(complaintsOf(flags)).toEqual([]);
  });

  it.each([
    ['without a kind or a name', { kind: undefined, name: undefined }, ['--kind', '--name']],
    ['with an unknown kind', { kind: 'istio', owner: undefined }, ['--kind', '--owner']],
    ['without a rule or sides', { rule: undefined, side: undefined }, ['--rule', '--side']],
    ['without a name and with a wrong rule', { name: undefined, rule: 'x' }, ['--name', '--rule']],
  ])('%s name every mistake', (_what, changes, paths) => {
    const complaints = complaintsOf({ ...alb, ...changes });

    expect(complaints.map((line) => line.split(':')[0])).toEqual(paths);
  });

  it('are told what is wanted where something is missing', () => {
    expect(complaintsOf({ ...alias, owner: undefined, function: undefined })).toEqual([
      '--owner: nothing is not allowed; allowed: who answers for it, such as team-shop',
      '--function: nothing is not allowed; allowed: the name of the Lambda function, such as pricing',
    ]);
  });

  it.each([
    [[blue, 'green'], [`--side: "green" is not allowed; allowed: ${sideForm}`]],
    [[blue], [`--side: 1 of them is not allowed; allowed: two of them: ${sideForm}`]],
    [
      [blue, blue, green],
      [
        '--side: "blue" again is not allowed; allowed: a name of its own for each side',
        `--side: 3 of them is not allowed; allowed: two of them: ${sideForm}`,
      ],
    ],
    [
      [blue, blue],
      ['--side: "blue" again is not allowed; allowed: a name of its own for each side'],
    ],
  ])('are refused with the sides %j', (side, complaints) => {
    expect(complaintsOf({ ...alb, side })).toEqual(complaints);
  });

  it('are refused with a flag of the other kind', () => {
    expect(complaintsOf({ ...alias, cluster: 'c' })).toEqual([
      '--cluster: "c" is not allowed; allowed: only with --kind alb',
    ]);
  });
});
