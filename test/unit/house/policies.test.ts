import { beforeAll, describe, expect, it } from 'vitest';
import { packaged } from '../../e2e/support/packaged.ts';
import type { Template } from '../../support/template.ts';
import { accessRules } from './policies/access.ts';
import { alarmRules } from './policies/alarms.ts';
import { deadLetterRules } from './policies/dead-letters.ts';
import { deliveryRules } from './policies/delivery.ts';
import { doorRules } from './policies/doors.ts';
import { fitRules } from './policies/fit.ts';
import { identityRules } from './policies/identity.ts';
import { logRules } from './policies/logs.ts';
import { changed, type Rule } from './policies/rule.ts';
import { storageRules } from './policies/storage.ts';

const rules: readonly Rule[] = [
  ...storageRules,
  ...logRules,
  ...alarmRules,
  ...deliveryRules,
  ...deadLetterRules,
  ...accessRules,
  ...doorRules,
  ...identityRules,
  ...fitRules,
];

let template: Template;

beforeAll(async () => {
  ({ template } = await packaged());
}, 180_000);

describe('in the packaged stack', () => {
  it.each(rules.map((rule) => [rule.holds, rule] as const))('%s', async (_, rule) => {
    const { broken, exceptions = [] } = rule;

    const found = await broken(template);

    const unexplained = found.filter((name) => !exceptions.some(({ names }) => names.test(name)));
    const needless = exceptions.filter(({ names }) => !found.some((name) => names.test(name)));
    expect({ unexplained, needless }).toEqual({ unexplained: [], needless: [] });
  });
});

describe('a changed stack is noticed', () => {
  const breaches = rules.flatMap((rule) =>
    rule.breaches.map((breach) => [rule.holds, breach.at, { rule, breach }] as const),
  );

  it.each(breaches)('%s: %s', async (_holds, _at, { rule, breach }) => {
    const before = await rule.broken(template);

    const after = await rule.broken(changed(template, breach));

    expect(after.filter((name) => !before.includes(name))).toEqual(breach.names);
  });

  it('once at least for every rule', () => {
    expect(rules.filter((rule) => rule.breaches.length === 0)).toEqual([]);
  });
});
