import type { MetricVerdict } from '../../functions/rollout/domain/verdict.ts';
import type { Evidence } from '../rehearsal.ts';

/** One evaluation of one metric. */
export interface Point {
  readonly at: number;
  readonly verdict: MetricVerdict;
}

export interface MetricSeries {
  readonly metric: string;
  readonly latest: MetricVerdict;
  readonly points: readonly Point[];
}

/** The evaluations of each metric over the whole run, critical metrics first. */
export const seriesOf = (evidence: readonly Evidence[]): MetricSeries[] => {
  const found = new Map<string, Point[]>();
  for (const { at, metrics } of evidence)
    for (const verdict of metrics) {
      const points = found.get(verdict.metric) ?? [];
      points.push({ at, verdict });
      found.set(verdict.metric, points);
    }
  const series = [...found].flatMap(([metric, points]): MetricSeries[] => {
    const latest = points.at(-1)?.verdict;
    return latest ? [{ metric, latest, points }] : [];
  });
  const rank = (each: MetricSeries): number => (each.latest.importance === 'critical' ? 0 : 1);
  return series.toSorted((a, b) => rank(a) - rank(b));
};

/** Beyond the limit in this evaluation, whether or not often or surely enough to be a regression. */
export const isBad = ({ verdict }: Point): boolean =>
  verdict.verdict === 'regress' ||
  verdict.consecutive > 0 ||
  (verdict.evidence !== undefined &&
    verdict.verdict === 'inconclusive' &&
    verdict.limit !== undefined);

export const isUnseen = ({ verdict }: Point): boolean => verdict.verdict === 'blind';
