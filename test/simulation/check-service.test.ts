import { describe, expect, it } from 'vitest';
import type { Stack } from '../../sandbox/account/stack.ts';
import { aStack, invoke } from '../support/a-service-stack.ts';

const checks = [
  'rule shape',
  'weights',
  'capacity',
  'alarms',
  'metrics',
  'subscription',
  'permissions',
];

interface Checked {
  readonly ready: boolean;
  readonly findings: readonly { check: string; ok: boolean; because: string }[];
}

const check = async (stack: Stack, input: object): Promise<Checked> =>
  (await invoke(stack, 'check-service', input)) as Checked;

const failing = ({ findings }: Checked) =>
  findings.filter(({ ok }) => !ok).map(({ check: name }) => name);

const sentence = ({ findings }: Checked, name: string) =>
  findings.find((finding) => finding.check === name)?.because;

describe('the check of a service', () => {
  it.each(['checkout', 'pricing'] as const)('finds everything in order: %s', async (service) => {
    const { stack, cast } = await aStack(service);

    const checked = await check(stack, { service, revision: cast.canaryRevision });

    expect(checked.findings.map(({ check: name }) => name)).toEqual([...checks, 'revision']);
    expect(checked.findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(checked.ready).toBe(true);
    expect(sentence(checked, 'permissions')).toBe(
      'shift-traffic, roll-back, guard-runs, retry-rollback may move the traffic',
    );
    expect(sentence(checked, 'revision')).toContain(
      `${cast.canarySide} would take over from ${cast.stableSide}`,
    );
  });

  it('changes nothing', async () => {
    const { stack, cast } = await aStack('checkout');

    await check(stack, { service: 'checkout', revision: cast.canaryRevision });

    const mutating = stack.account.log.records.filter((record) => record.mutating);
    expect(mutating).toEqual([]);
    expect(stack.world.truth()).toMatchObject({ [cast.stableSide]: 100 });
  });

  it('looks at the listener when its default rule is to be moved', async () => {
    const edit = (text: string) =>
      text.replace(/:listener-rule\/(app\/[^/]+\/[^/]+\/[^/\s]+)\/\S+/, ':listener/$1');
    const managed = await aStack('checkout', { edit });
    const forgotten = await aStack('checkout', { edit, isManaged: false });

    const ready = await check(managed.stack, { service: 'checkout' });
    const refused = await check(forgotten.stack, { service: 'checkout' });

    expect(failing(ready)).toEqual([]);
    expect(sentence(refused, 'permissions')).toContain('elasticloadbalancing:ModifyListener');
  });

  it.each([
    [
      'checkout',
      'elasticloadbalancing:ModifyRule',
      (arn: string) =>
        `aws elbv2 add-tags --resource-arns ${arn} --tags Key=evenkeel,Value=managed`,
    ],
    [
      'pricing',
      'lambda:UpdateAlias',
      (arn: string) => `aws lambda tag-resource --resource ${arn} --tags evenkeel=managed`,
    ],
  ] as const)(
    'names the missing tag of %s and the command for it',
    async (service, action, command) => {
      const { stack, traffic } = await aStack(service, { isManaged: false });
      const arn =
        traffic.kind === 'alb'
          ? traffic.rule
          : `arn:aws:lambda:eu-central-1:123456789012:function:${traffic.function}`;

      const checked = await check(stack, { service });

      const because = sentence(checked, 'permissions');
      expect(failing(checked)).toEqual(['permissions']);
      expect(because).toMatch(
        /shift-traffic, \S+roll-back, \S+guard-runs, \S+retry-rollback may not call /,
      );
      expect(because).toContain(`${action} on ${arn}, which must be tagged evenkeel: managed`);
      expect(because?.endsWith(command(arn))).toBe(true);
    },
  );

  it.each([
    [
      'the topic has only an unconfirmed subscription',
      'subscription',
      'SubscriptionMissingError',
      {
        subscriptions: [{ protocol: 'email', endpoint: 'on-call@example.com', confirmed: false }],
      },
    ],
    [
      'an alarm of the plan is missing',
      'alarms',
      'MissingAlarmError: alarms: checkout-canary-5xx',
      {
        world: { alarms: [{ name: 'checkout-orders-failing', state: 'OK' }] },
      },
    ],
    [
      'the rule is sticky',
      'rule shape',
      'StickyRuleError',
      { world: { rule: { stickySeconds: 600 } } },
    ],
  ] satisfies [string, string, string, Parameters<typeof aStack>[1]][])(
    'finds that one thing alone: %s',
    async (_, name, says, options) => {
      const { stack } = await aStack('checkout', options);

      const checked = await check(stack, { service: 'checkout' });

      expect(failing(checked)).toEqual([name]);
      expect(sentence(checked, name)).toContain(says);
      expect(checked.ready).toBe(false);
    },
  );

  it('finds the side without a healthy target when it has the traffic, and not when it has none', async () => {
    const { stack, cast } = await aStack('checkout');

    stack.world.setHealth(cast.canarySide, 0);
    const idle = await check(stack, { service: 'checkout' });
    stack.world.setHealth(cast.stableSide, 0);
    const live = await check(stack, { service: 'checkout' });

    expect([failing(idle), failing(live)]).toEqual([[], ['capacity']]);
    expect(sentence(live, 'capacity')).toContain(`live side ${cast.stableSide}: 0 healthy`);
  });

  it('knows no service that is not in the catalogue', async () => {
    const { stack } = await aStack('checkout');

    const answer = await invoke(stack, 'check-service', { service: 'absent' });

    expect(answer).toMatchObject({ errorType: 'UnknownServiceError' });
  });
});
