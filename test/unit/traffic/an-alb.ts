import type { Service } from '@aws-sdk/client-ecs';
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AlbTarget } from '../../../functions/traffic/domain/target.ts';
import type { Split } from '../../../functions/traffic/domain/traffic.ts';

const elb = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012';

export const rule = `${elb}:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`;
export const listener = `${elb}:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2`;
export const blue = `${elb}:targetgroup/checkout-blue/73e2d6bc24d8a067`;
export const green = `${elb}:targetgroup/checkout-green/83e2d6bc24d8a068`;
export const other = `${elb}:targetgroup/somebody-else/93e2d6bc24d8a069`;

export const taskDefinition = (revision: number): string =>
  `arn:aws:ecs:eu-central-1:123456789012:task-definition/checkout:${revision}`;

export const anAlbTarget = (changes: Partial<AlbTarget> = {}): AlbTarget =>
  AlbTarget.parse({
    kind: 'alb',
    rule,
    cluster: 'shop',
    sides: {
      blue: { targetGroup: blue, service: 'checkout-blue' },
      green: { targetGroup: green, service: 'checkout-green' },
    },
    ...changes,
  });

/** A forward action as a read answers it, with weights by target group. */
export const aForward = (weights: Record<string, number | undefined>): Action => ({
  Type: 'forward',
  Order: 1,
  ForwardConfig: {
    TargetGroups: Object.entries(weights).map(([TargetGroupArn, Weight]) => ({
      TargetGroupArn,
      Weight,
    })),
    TargetGroupStickinessConfig: { Enabled: false },
  },
});

export const aSplit = (blueShare: number, changes: Partial<Split> = {}): Split => ({
  shares: { blue: blueShare, green: 100 - blueShare },
  foreign: {},
  at: 0,
  ...changes,
});

/** An ECS service with one complete deployment of two tasks. */
export const aService = (
  side: 'blue' | 'green',
  revision: number,
  changes: Partial<Service> = {},
): Service => ({
  serviceName: `checkout-${side}`,
  status: 'ACTIVE',
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
  taskDefinition: taskDefinition(revision),
  loadBalancers: [{ targetGroupArn: side === 'blue' ? blue : green, containerName: 'app' }],
  deployments: [
    { status: 'PRIMARY', rolloutState: 'COMPLETED', taskDefinition: taskDefinition(revision) },
  ],
  ...changes,
});

export const anError = (name: string, message = 'no reason given'): Error =>
  Object.assign(new Error(message), { name });
