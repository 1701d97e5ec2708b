import type { CallRecord } from '../account/call-log.ts';
import type { Probe } from './probe.ts';
import { sidesIn } from './sides.ts';

interface HealthBook {
  readonly follow: (record: Readonly<CallRecord>, at: number) => void;
  /** Whether a side has no healthy target and a function has looked since it has none. */
  readonly wasSeenDown: (side: string) => boolean;
}

const alwaysHealthy: HealthBook = { follow: () => {}, wasSeenDown: () => false };

/**
 * Follows which sides have a healthy target, and when a function last looked: of a side whose
 * targets died after the last look nobody could know. Times in virtual seconds.
 */
export const healthBook = ({ target, world }: Probe): HealthBook => {
  if (target.kind !== 'alb') return alwaysHealthy;
  const downSince = new Map<string, number>();
  const lookedAt = new Map<string, number>();
  const sides = sidesIn(target);

  const look = ({ input }: Readonly<CallRecord>, at: number): void => {
    const { TargetGroupArn: group } = input as { TargetGroupArn?: string };
    const side = sides.find((name) => target.sides[name]?.targetGroup === group);
    if (side !== undefined) lookedAt.set(side, at);
  };

  return {
    follow: (record, at) => {
      for (const side of sides) {
        if (world.healthyCount(side) > 0) downSince.delete(side);
        else if (!downSince.has(side)) downSince.set(side, at);
      }
      if (record.action === 'DescribeTargetHealth') look(record, at);
    },
    wasSeenDown: (side) => {
      const since = downSince.get(side);
      return since !== undefined && since <= (lookedAt.get(side) ?? Number.NEGATIVE_INFINITY);
    },
  };
};
