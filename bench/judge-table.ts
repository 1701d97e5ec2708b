import { tableLines } from '../sandbox/terminal/table.ts';
import { rules } from './judge-cell.ts';
import {
  minutes,
  regressions,
  type Setting,
  shapes,
  shortMinutes,
  sources,
  traffics,
} from './judge-setting.ts';
import { type Cell, medianDelay, minutesOf, rolledBack } from './judge-summary.ts';

const width = 150;

const find = (cells: readonly Cell[], wanted: Partial<Setting>): Cell | undefined =>
  cells.find(({ setting }) =>
    Object.entries(wanted).every(([key, value]) => setting[key as keyof Setting] === value),
  );

const columns = [
  { title: 'rule' },
  ...traffics.map((traffic) => ({ title: `${traffic.toLocaleString('en')} a minute`, width: 22 })),
];

const percent = (part: number): string => (100 * part).toFixed(part > 0 && part < 0.1 ? 2 : 1);

const errorText = (cell: Cell | undefined, rule: string): string =>
  cell === undefined
    ? ''
    : `${percent(rolledBack(cell, rule, shortMinutes))} / ${percent(rolledBack(cell, rule))}`;

const delayText = (cell: Cell | undefined, rule: string): string => {
  if (cell === undefined) return '';
  const buckets = medianDelay(cell, rule);
  if (buckets === undefined) return '-';
  if (!Number.isFinite(buckets)) return 'not';
  return `${buckets} (${minutesOf(cell.setting, buckets).toFixed(1)} min)`;
};

const table = (text: (rule: string, traffic: number) => string): string[] =>
  tableLines(
    columns,
    rules.map(({ name }) => [name, ...traffics.map((traffic) => text(name, traffic))]),
    width,
  );

const errorLines = (cells: readonly Cell[], source: number): string[] =>
  shapes.flatMap((shape) => [
    '',
    `Equal sides, ${shape}: % rolled back within ${shortMinutes} / ${minutes} minutes`,
    ...table((rule, requestsPerMinute) =>
      errorText(find(cells, { source, shape, requestsPerMinute, regression: undefined }), rule),
    ),
  ]);

const delayLines = (cells: readonly Cell[], source: number): string[] =>
  regressions.flatMap(({ name }, regression) =>
    ['early', 'late'].flatMap((when) => [
      '',
      `${name}, ${when}: median buckets (minutes with telemetry) from its start to the rollback`,
      ...table((rule, requestsPerMinute) => {
        const wanted = { source, regression, requestsPerMinute };
        const cell = cells.find(
          ({ setting }) =>
            setting.source === wanted.source &&
            setting.regression === wanted.regression &&
            setting.requestsPerMinute === wanted.requestsPerMinute &&
            (setting.from === 0) === (when === 'early'),
        );
        return delayText(cell, rule);
      }),
    ]),
  );

/** Every cell of every rule. */
export const cellLines = (cells: readonly Cell[]): string[] =>
  sources.flatMap(({ name, bucketSeconds, delaySeconds }, source) => [
    '',
    `=== ${name}: buckets of ${bucketSeconds} s, judged ${delaySeconds} s after their end`,
    ...errorLines(cells, source),
    ...delayLines(cells, source),
  ]);

/** What slow telemetry costs: the sequential judge's minutes with either source. */
export const priceLines = (cells: readonly Cell[]): string[] => [
  '',
  `Minutes from the start of a regression to evenkeel's rollback, ${sources.map(({ name, delaySeconds }) => `${name} (${delaySeconds / 60} of them telemetry's)`).join(' / ')}`,
  ...tableLines(
    [{ title: 'regression' }, ...columns.slice(1)],
    regressions.flatMap(({ name }, regression) =>
      ['early', 'late'].map((when) => [
        `${name}, ${when}`,
        ...traffics.map((requestsPerMinute) =>
          sources
            .map((_, source) => {
              const cell = cells.find(
                ({ setting }) =>
                  setting.source === source &&
                  setting.regression === regression &&
                  setting.requestsPerMinute === requestsPerMinute &&
                  (setting.from === 0) === (when === 'early'),
              );
              const buckets = cell && medianDelay(cell, rules[0]?.name ?? '');
              if (cell === undefined || buckets === undefined) return '-';
              return Number.isFinite(buckets) ? minutesOf(cell.setting, buckets).toFixed(1) : 'not';
            })
            .join(' / '),
        ),
      ]),
    ),
    width,
  ),
];
