import { describe, expect, it } from 'vitest';
import { Target } from '../../../functions/traffic/domain/target.ts';

const groups = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup';

const anEntry = (blue: object, green: object) => ({
  kind: 'alb',
  rule: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/shop/1/2/3',
  cluster: 'shop',
  sides: { blue, green },
});

describe('the sides of a listener rule', () => {
  it('have a target group and a service of their own', () => {
    const entry = anEntry(
      { targetGroup: `${groups}/blue/1`, service: 'blue' },
      { targetGroup: `${groups}/green/2`, service: 'green' },
    );

    expect(Target.safeParse(entry).success).toBe(true);
  });

  it.each([
    ['target group', `${groups}/blue/1`, 'green'],
    ['service', `${groups}/green/2`, 'blue'],
  ])('are refused when they share a %s', (_what, targetGroup, service) => {
    const entry = anEntry(
      { targetGroup: `${groups}/blue/1`, service: 'blue' },
      { targetGroup, service },
    );

    const mistakes = Target.safeParse(entry).error?.issues.map(({ message }) => message);

    expect(mistakes).toEqual(['a target group and a service of its own for each side']);
  });
});
