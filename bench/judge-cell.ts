import { own } from './judge-evenkeel.ts';
import { type Rule, rivals } from './judge-rivals.ts';
import { bucketsIn, minutes, type Setting, sourceOf } from './judge-setting.ts';
import { type Point, sumOf, worldOf } from './judge-world.ts';

export const rules: readonly Rule[] = [...own, ...rivals];

/** For each rule and rollout the number of buckets after which it rolled back; 0 where it did not. */
export type Decisions = readonly (readonly number[])[];

const minuteOf = (points: readonly Point[]): Point => ({
  canary: sumOf(points.map(({ canary }) => canary)),
  stable: sumOf(points.map(({ stable }) => stable)),
});

/** One rollout until every rule has rolled back or its time is over. */
const play = (setting: Setting, seed: number, only: readonly Rule[]): number[] => {
  const { bucketSeconds } = sourceOf(setting);
  const world = worldOf(setting, seed);
  const judges = only.map((rule) => rule.begin(world, bucketSeconds));
  const decided = only.map(() => 0);
  const inMinute = 60 / bucketSeconds;
  const last = setting.from + bucketsIn(setting, minutes);
  let points: Point[] = [];
  for (let bucket = 1; bucket <= last && decided.includes(0); bucket++) {
    const point = world.next();
    points = [...points, point].slice(-inMinute);
    const minute = bucket % inMinute === 0 ? minuteOf(points) : undefined;
    only.forEach(({ every }, index) => {
      const seen = every === 'bucket' ? point : minute;
      if (decided[index] === 0 && seen && judges[index]?.(seen)) decided[index] = bucket;
    });
  }
  return decided;
};

export const playCell = (
  setting: Setting,
  runs: number,
  seed: number,
  only: readonly Rule[] = rules,
): Decisions => {
  const decisions = only.map(() => [] as number[]);
  for (let run = 0; run < runs; run++)
    play(setting, seed + run, only).forEach((bucket, index) => {
      decisions[index]?.push(bucket);
    });
  return decisions;
};
