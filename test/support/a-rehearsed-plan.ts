import { Plan } from '../../functions/rollout/domain/plan.ts';

const countOf = (namespace: string, metric: string, sparse = false) => ({
  namespace,
  metric,
  dimensions: { TargetGroup: '{targetGroup}', LoadBalancer: '{loadBalancer}' },
  sparse,
});

const albShare = {
  kind: 'share',
  title: 'error rate',
  events: countOf('AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', true),
  total: countOf('AWS/ApplicationELB', 'RequestCount'),
  limits: { points: 0.5 },
};

const targetGroup = (side: string) =>
  `arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/checkout-${side}/6d0ecf831eec9f09`;

export const aRehearsedPlan: Plan = Plan.parse({
  service: 'checkout',
  description: 'Takes orders.',
  owner: 'team-shop',
  traffic: {
    kind: 'alb',
    rule: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee',
    cluster: 'shop',
    sides: {
      blue: { targetGroup: targetGroup('blue'), service: 'checkout-blue' },
      green: { targetGroup: targetGroup('green'), service: 'checkout-green' },
    },
  },
  rollout: {},
  metrics: { 'error-rate': albShare },
  alarms: [{ name: 'checkout-canary-5xx', side: 'canary' }],
});
