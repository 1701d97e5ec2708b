import { describe, expect, it } from 'vitest';
import { tryParse } from '../../../functions/platform/parse.ts';
import { Target } from '../../../functions/traffic/domain/target.ts';
import { blue, green, listener, rule } from './an-alb.ts';

const sides = {
  blue: { targetGroup: blue, service: 'checkout-blue' },
  green: { targetGroup: green, service: 'checkout-green' },
};
const alb = { kind: 'alb', rule, cluster: 'shop', sides };
const alias = { kind: 'lambda-alias', function: 'pricing', alias: 'live' };

const mistakesIn = (target: object) => {
  const parsed = tryParse(Target, target);
  return 'mistakes' in parsed ? parsed.mistakes.map(({ path, allowed }) => [path, allowed]) : [];
};

describe('a target', () => {
  it.each<[string, object]>([
    ['a rule', alb],
    ['a listener', { ...alb, rule: listener }],
    ['a rule in China', { ...alb, rule: rule.replace('arn:aws:', 'arn:aws-cn:') }],
    ['a sticky rule that is allowed', { ...alb, allowSticky: true }],
    [
      'sides with long names',
      { ...alb, sides: { [`a${'b'.repeat(30)}`]: sides.blue, 'g-2': sides.green } },
    ],
    ['an alias', alias],
    [
      'an alias with the longest names',
      { ...alias, function: 'a'.repeat(64), alias: 'a'.repeat(128) },
    ],
    ['an alias whose name begins with a digit', { ...alias, function: 'f_-1', alias: '1a' }],
  ])('may be %s', (_what, target) => {
    expect(mistakesIn(target)).toEqual([]);
  });

  it('allows no sticky rule unless it says so', () => {
    expect(tryParse(Target, alb)).toMatchObject({ value: { allowSticky: false } });
  });

  const aSide = 'a lower-case name of at most 31 letters, digits and hyphens';
  const aFunction = 'the name of a function, at most 64 letters, not its ARN';
  const anAlias = 'the name of an alias, at most 128 letters, not a version';
  const ruleLike = expect.stringContaining('elasticloadbalancing');

  it.each<[string, object, string, unknown]>([
    ['of another kind', { ...alb, kind: 'nlb' }, 'kind', '"alb", "lambda-alias"'],
    ['with another field', { ...alb, x: 1 }, 'x', 'no field of that name'],
    ['without a cluster', { ...alb, cluster: '' }, 'cluster', 'text that is not empty'],
    [
      'with an ARN of another service',
      { ...alb, rule: rule.replace('elasticloadbalancing', 'ecs') },
      'rule',
      ruleLike,
    ],
    [
      'with an ARN of another thing',
      { ...alb, rule: rule.replace('listener-rule', 'rule') },
      'rule',
      ruleLike,
    ],
    [
      'with an ARN of no account',
      { ...alb, rule: rule.replace('123456789012', '12345678901') },
      'rule',
      ruleLike,
    ],
    ['with text around its ARN', { ...alb, rule: ` ${rule}` }, 'rule', ruleLike],
    [
      'whose target group is none',
      { ...alb, sides: { ...sides, blue: { ...sides.blue, targetGroup: rule } } },
      'sides.blue.targetGroup',
      expect.stringContaining('targetgroup'),
    ],
    [
      'whose side has no service',
      { ...alb, sides: { ...sides, blue: { ...sides.blue, service: '' } } },
      'sides.blue.service',
      'text that is not empty',
    ],
    [
      'whose side has another field',
      { ...alb, sides: { ...sides, blue: { ...sides.blue, x: 1 } } },
      'sides.blue.x',
      'no field of that name',
    ],
    ['with one side', { ...alb, sides: { blue: sides.blue } }, 'sides', 'exactly two sides'],
    [
      'with three sides',
      { ...alb, sides: { ...sides, red: { targetGroup: `${green}0`, service: 'red' } } },
      'sides',
      'exactly two sides',
    ],
    [
      'whose side has capitals',
      { ...alb, sides: { Blue: sides.blue, green: sides.green } },
      'sides.Blue',
      aSide,
    ],
    [
      'whose side has too long a name',
      { ...alb, sides: { [`a${'b'.repeat(31)}`]: sides.blue, green: sides.green } },
      `sides.a${'b'.repeat(31)}`,
      aSide,
    ],
    [
      'of a function that is an ARN',
      { ...alias, function: 'arn:aws:lambda' },
      'function',
      aFunction,
    ],
    ['of a function without a name', { ...alias, function: '' }, 'function', aFunction],
    [
      'of a function with too long a name',
      { ...alias, function: 'a'.repeat(65) },
      'function',
      aFunction,
    ],
    ['of an alias that is a version', { ...alias, alias: '42' }, 'alias', anAlias],
    ['of an alias that is the newest code', { ...alias, alias: '$LATEST' }, 'alias', anAlias],
    ['of an alias with too long a name', { ...alias, alias: 'a'.repeat(129) }, 'alias', anAlias],
    ['of an alias with another field', { ...alias, x: 1 }, 'x', 'no field of that name'],
  ])('is refused %s', (_what, target, path, allowed) => {
    expect(mistakesIn(target)).toContainEqual([path, allowed]);
  });
});
