import type { CountMetric, Metric, ShareMetric } from './domain/metric.ts';
import type { GaugeBucket, Reading, Role, ShareBucket, Window } from './domain/reading.ts';
import { type Rounding, wholeCounts } from './domain/rounding.ts';
import { countsOf, levelsOf, type Side, type Values } from './prometheus-series.ts';

type Blind = Reading & { kind: 'blind' };

export const unseen = (because: string): Blind => ({ kind: 'blind', because });
export const nothingSeen = (because: string): Blind => ({ kind: 'blind', because, empty: true });

const clock = (at: number): string => new Date(at).toISOString().slice(11, 19);

export const span = ({ start, end }: Window): string => `from ${clock(start)} to ${clock(end)} UTC`;

/** The canary's bad events are rounded up and its good ones down, those of stable the other way. */
const roundingFor = (role: Role, metric: ShareMetric | CountMetric): Rounding => {
  const isBad = metric.kind === 'count' || metric.worse === 'higher';
  return isBad === (role === 'canary') ? 'up' : 'down';
};

/** More events than this part beyond the requests are not theirs: it is no share of them. */
const mostExcess = 0.01;

const excess = (
  events: readonly GaugeBucket[],
  totals: readonly GaugeBucket[],
): string | undefined => {
  const odd = totals.find(({ value }, index) => {
    const counted = events[index]?.value ?? 0;
    return counted > value * (1 + mostExcess) + 1;
  });
  if (odd === undefined) return undefined;
  const counted = events[totals.indexOf(odd)]?.value ?? 0;
  return `its events are more than its total at ${clock(odd.at)} UTC: ${counted} of ${odd.value}`;
};

/**
 * A counter that was never incremented has no series: where the total is there, no event is none
 * that happened. Whole numbers, never more events of a share than requests.
 */
const sharesOf = (
  metric: ShareMetric | CountMetric,
  totals: readonly GaugeBucket[],
  events: Values & { kind: 'values' },
  role: Role,
): Reading => {
  const odd = totals.filter(({ at }) => events.odd.includes(at)).length;
  if (odd > 0)
    return unseen(`its events are no number in ${odd} of ${totals.length} buckets with requests`);
  const byStart = new Map(events.buckets.map(({ at, value }) => [at, value]));
  const counted = totals.map(({ at }) => ({ at, value: byStart.get(at) ?? 0 }));
  const tooMany = metric.kind === 'share' ? excess(counted, totals) : undefined;
  if (tooMany !== undefined) return unseen(tooMany);
  const whole = wholeCounts(
    counted.map(({ value }) => value),
    roundingFor(role, metric),
  );
  const all = wholeCounts(
    totals.map(({ value }) => value),
    'nearest',
  );
  const buckets = totals.map(({ at }, index): ShareBucket => {
    const total = all[index] ?? 0;
    const found = whole[index] ?? 0;
    return { at, events: metric.kind === 'share' ? Math.min(found, total) : found, total };
  });
  return { kind: metric.kind, buckets };
};

/** The buckets of a total, without which nothing of its metric is known. */
export const totalsOf = async (
  source: ShareMetric['total'],
  side: Side,
): Promise<(Reading & { kind: 'gauge' }) | Blind> => {
  const values = await countsOf(source, side, { isTotal: true });
  if (values.kind === 'blind') return unseen(values.because);
  return values.buckets.length > 0
    ? { kind: 'gauge', buckets: values.buckets }
    : nothingSeen(`its total has no value ${span(side.window)}: no requests, or a wrong matcher`);
};

const countedReading = async (
  metric: ShareMetric | CountMetric,
  side: Side,
  role: Role,
): Promise<Reading> => {
  const [totals, events] = await Promise.all([
    totalsOf(metric.total, side),
    countsOf(metric.events, side, { isTotal: false }),
  ]);
  if (totals.kind === 'blind') return totals;
  if (events.kind === 'blind') return unseen(events.because);
  return sharesOf(metric, totals.buckets, events, role);
};

const gaugeReading = async (source: ShareMetric['total'], side: Side): Promise<Reading> => {
  const values = await levelsOf(source, side);
  if (values.kind === 'blind') return unseen(values.because);
  return values.buckets.length > 0
    ? { kind: 'gauge', buckets: values.buckets }
    : nothingSeen(`it has no value ${span(side.window)}`);
};

/** One metric of one side over the window; quantiles need both sides and are read elsewhere. */
export const readingOf = (
  metric: Exclude<Metric, { kind: 'quantile' }>,
  side: Side,
  role: Role,
): Promise<Reading> =>
  'total' in metric ? countedReading(metric, side, role) : gaugeReading(metric.source, side);
