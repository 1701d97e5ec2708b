import { slotValue } from '../../../sandbox/account/cloudwatch/samples.ts';
import type { SideMinute } from '../../../sandbox/world/side-minute.ts';
import { minuteMs, noon, type Stage } from './a-world.ts';

export const sideMinutes = ({ world }: Stage, side: string, fromMinute = 0): SideMinute[] =>
  world
    .minutes()
    .filter(({ start }) => start >= noon + fromMinute * minuteMs)
    .flatMap(({ sides }) => sides)
    .filter((minute) => minute.side === side);

export const total = (
  minutes: readonly SideMinute[],
  count: (minute: SideMinute) => number,
): number => minutes.reduce((sum, minute) => sum + count(minute), 0);

export const share = (
  minutes: readonly SideMinute[],
  count: (minute: SideMinute) => number,
): number => total(minutes, count) / total(minutes, ({ requests }) => requests);

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const quantile = (minutes: readonly SideMinute[], q: number): number => {
  const pairs = minutes
    .flatMap(({ latencies }) =>
      latencies.slots.map((slot, index) => [slot, latencies.counts[index] ?? 0] as const),
    )
    .sort(([one], [other]) => one - other);
  const rank = q * pairs.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [slot, count] of pairs) {
    seen += count;
    if (seen >= rank) return slotValue(slot);
  }
  return Number.NaN;
};
