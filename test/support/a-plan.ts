import { InvalidInputError, type Mistake } from '../../functions/platform/errors.ts';
import { parse } from '../../functions/platform/parse.ts';
import { type Plan, ServiceEntry } from '../../functions/rollout/domain/plan.ts';
import { planOf } from '../../functions/rollout/domain/resolve.ts';
import { defaultMetrics } from '../../functions/telemetry/domain/default-metrics.ts';

const elb = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012';

export type Fields = Readonly<Record<string, unknown>>;

export const albTraffic = {
  kind: 'alb',
  rule: `${elb}:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`,
  cluster: 'shop',
  sides: {
    blue: {
      targetGroup: `${elb}:targetgroup/checkout-blue/73e2d6bc24d8a067`,
      service: 'checkout-blue',
    },
    green: {
      targetGroup: `${elb}:targetgroup/checkout-green/1c9b2d5f6e7a8043`,
      service: 'checkout-green',
    },
  },
} as const;

/** A catalogue entry as it is written: only what has no default, and the changes. */
export const anEntry = (changes: Fields = {}): Fields => ({
  service: 'checkout',
  description: 'Takes orders.',
  owner: 'team-shop',
  traffic: albTraffic,
  ...changes,
});

/** The plan of `checkout` with the default 10, 50, 100; `rollout` are the fields that differ. */
export const aPlan = (rollout: Fields = {}, fields: Fields = {}): Plan => {
  const entry = parse(ServiceEntry, anEntry({ rollout, ...fields }), 'the catalogue entry');
  return planOf(entry, defaultMetrics(entry.traffic.kind));
};

/** What is wrong with a catalogue entry; nothing if it is accepted. */
export const mistakesIn = (entry: unknown): readonly Mistake[] => {
  try {
    parse(ServiceEntry, entry, 'the catalogue entry');
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.mistakes;
    throw error;
  }
};
