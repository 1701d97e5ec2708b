import { albTraffic } from './alb.ts';
import type { Target } from './domain/target.ts';
import type { Traffic } from './domain/traffic.ts';
import { lambdaAliasTraffic } from './lambda-alias.ts';

/** The adapter of a target's kind. */
export const trafficFor = (target: Target): Traffic => {
  switch (target.kind) {
    case 'alb':
      return albTraffic(target);
    case 'lambda-alias':
      return lambdaAliasTraffic(target);
  }
};
