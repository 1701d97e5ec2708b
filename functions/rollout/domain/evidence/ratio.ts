import { rateRatio, shareOfEvents } from './counts.ts';
import { dispersionOf, type Past } from './dispersion.ts';
import type { Seen } from './seen.ts';

const alpha = 0.05;

const hundredths = (value: number): number => Number(value.toPrecision(3));

/**
 * How many times as many bad events the canary has for each request, as an interval that holds at
 * every look at once, and the dispersion that it takes into account. Nothing of what is not counted.
 */
export const ratioOf = (
  seen: readonly Seen[],
  past: Past,
): { ratio?: readonly [number, number | undefined]; dispersion?: number } => {
  const blocks = seen.flatMap((each) =>
    each.kind === 'share' || each.kind === 'count' ? [each.block] : [],
  );
  if (blocks.length === 0) return {};
  const dispersion = dispersionOf(past, seen[0]?.kind === 'share');
  const sum = (side: 'canary' | 'stable', field: 'events' | 'total') =>
    blocks.reduce((total, block) => total + block[side][field], 0);
  const exposure = sum('canary', 'total') + sum('stable', 'total');
  const share = exposure === 0 ? 0 : sum('canary', 'total') / exposure;
  if (share <= 0 || share >= 1) return { dispersion: hundredths(dispersion) };
  const events = {
    canary: sum('canary', 'events') / dispersion,
    stable: sum('stable', 'events') / dispersion,
  };
  const [least, most] = shareOfEvents(events, share, alpha);
  return {
    ratio: [
      hundredths(rateRatio(least, share)),
      most >= 1 ? undefined : hundredths(rateRatio(most, share)),
    ],
    dispersion: hundredths(dispersion),
  };
};
