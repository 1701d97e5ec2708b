import { alpha, own } from './judge-evenkeel.ts';
import { leastBuckets } from './judge-limits.ts';
import { rivals } from './judge-rivals.ts';
import { titleOf } from './judge-setting.ts';
import { type Cell, matching, medianDelay, rolledBack } from './judge-summary.ts';
import type { Row } from './row.ts';

const [sequential] = own;
/** A rule that rolls back more of the equal canaries than this is no yardstick for speed. */
const mostErrors = 0.05;
const slowBuckets = 8;

const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;

const errorRow = (cell: Cell): Row => {
  const rate = rolledBack(cell, sequential.name);
  return {
    what: `false rollbacks, ${titleOf(cell.setting)}`,
    measured: percent(rate),
    toReach: `at most ${percent(alpha)}`,
    reached: rate <= alpha,
  };
};

interface Rival {
  readonly name: string;
  readonly buckets: number;
}

/** The fastest rule of others among those that seldom err where nothing is worse. */
const fastest = (cells: readonly Cell[], cell: Cell): Rival | undefined => {
  const equal = matching(cells, cell);
  return rivals
    .flatMap(({ name }) => {
      if (!equal || rolledBack(equal, name) > mostErrors) return [];
      const buckets = medianDelay(cell, name);
      return buckets === undefined || !Number.isFinite(buckets) ? [] : [{ name, buckets }];
    })
    .toSorted((one, other) => one.buckets - other.buckets)[0];
};

const bucketText = (buckets: number): string =>
  Number.isFinite(buckets) ? `${buckets} buckets` : 'not within an hour';

/** Whether it could be reached at all: every number is of a test that knows what it looks for. */
const leastText = (cell: Cell, allowed: number): string => {
  const { whole, counts, shared } = leastBuckets(cell.setting);
  const tests: [number, string][] = [
    [whole, 'no valid test can'],
    [counts, 'none of these counts can'],
    [shared, 'none that shares alpha among the metrics can'],
  ];
  const [, verdict] = tests.find(([least]) => least > allowed) ?? [
    0,
    'only one that knows the size and the start of the regression might',
  ];
  const least = tests.map(([buckets]) => buckets.toFixed(1)).join(' / ');
  return `; least: ${least}, so ${verdict}`;
};

const speedRow = (cells: readonly Cell[], cell: Cell): Row[] => {
  const rival = fastest(cells, cell);
  const ours = medianDelay(cell, sequential.name);
  if (rival === undefined || ours === undefined) return [];
  const allowed = rival.buckets >= slowBuckets ? rival.buckets / 4 : rival.buckets + 1;
  const reached = ours <= allowed;
  return [
    {
      what: `${titleOf(cell.setting)}, against ${rival.name} with ${bucketText(rival.buckets)}`,
      measured: `${bucketText(ours)}${reached ? '' : leastText(cell, allowed)}`,
      toReach: `at most ${Number(allowed.toFixed(2))}`,
      reached,
    },
  ];
};

/** How many aims are reached, and each one that is not, with what could be reached at all. */
export const aimRows = (cells: readonly Cell[]): Row[] => {
  const errors = cells.filter(({ setting }) => setting.regression === undefined).map(errorRow);
  const worse = cells.filter(({ setting }) => setting.regression !== undefined);
  const speeds = worse.flatMap((cell) => speedRow(cells, cell));
  const summary = (what: string, rows: readonly Row[]): Row => {
    const reached = rows.filter((row) => row.reached).length;
    return {
      what,
      measured: `${reached} of ${rows.length} cells`,
      toReach: 'all',
      reached: reached === rows.length,
    };
  };
  return [
    summary(`false rollbacks at most ${percent(alpha)} for each rollout`, errors),
    ...errors.filter(({ reached }) => !reached),
    summary(
      'as fast as the fastest rule of others that errs in at most 5 %, or four times as fast',
      speeds,
    ),
    {
      what: 'cells in which no such rule finds the regression within an hour',
      measured: `${worse.length - speeds.length} of ${worse.length}`,
    },
    {
      what: `each miss with the least number of buckets, ln(1 / alpha) over what a bucket tells at alpha ${alpha}`,
      measured: 'any test / one of these counts / one that shares alpha among the metrics',
    },
    ...speeds.filter(({ reached }) => !reached),
  ];
};
