import { type Decisions, rules } from './judge-cell.ts';
import { bucketsIn, minutes, type Setting, sourceOf } from './judge-setting.ts';

/** A cell after all of its rollouts. */
export interface Cell {
  readonly setting: Setting;
  readonly decisions: Decisions;
}

/** Fewer rollouts than this still running when the regression begins say nothing of its delay. */
const leastAlive = 0.1;

const ruleAt = (name: string): number => rules.findIndex((rule) => rule.name === name);

const decisionsOf = ({ decisions }: Cell, rule: string): readonly number[] =>
  decisions[ruleAt(rule)] ?? [];

/** The part of the rollouts that a rule had rolled back within so many minutes. */
export const rolledBack = (cell: Cell, rule: string, within = minutes): number => {
  const decided = decisionsOf(cell, rule);
  const last = bucketsIn(cell.setting, within);
  return decided.filter((bucket) => bucket > 0 && bucket <= last).length / decided.length;
};

/**
 * The median number of buckets from the start of the regression to the rollback, of the rollouts that
 * were not rolled back before it: Infinity where most were not found within an hour, undefined where
 * hardly any rollout was left to find it in.
 */
export const medianDelay = (cell: Cell, rule: string): number | undefined => {
  const decided = decisionsOf(cell, rule);
  const { from } = cell.setting;
  const delays = decided
    .filter((bucket) => bucket === 0 || bucket > from)
    .map((bucket) => (bucket === 0 ? Number.POSITIVE_INFINITY : bucket - from));
  if (delays.length === 0 || delays.length < leastAlive * decided.length) return undefined;
  return delays.toSorted((one, other) => one - other)[(delays.length - 1) >> 1];
};

/** From the start of a regression to its rollback, with what telemetry adds. */
export const minutesOf = (setting: Setting, buckets: number): number => {
  const { bucketSeconds, delaySeconds } = sourceOf(setting);
  return (buckets * bucketSeconds + delaySeconds) / 60;
};

/** The cell of equal sides with the same traffic and telemetry. */
export const matching = (cells: readonly Cell[], { setting }: Cell): Cell | undefined =>
  cells.find(
    ({ setting: other }) =>
      other.regression === undefined &&
      other.shape === setting.shape &&
      other.source === setting.source &&
      other.requestsPerMinute === setting.requestsPerMinute,
  );
