import type { MetricStore } from './store.ts';

/** How CloudWatch answers reads at a moment. */
export type ReadCondition = 'clear' | 'partial' | 'internal-error';

/** The measurements of an account as CloudWatch's operations need them. */
export interface Metrics {
  readonly store: MetricStore;
  /** Writes everything that was measured until a time into the store. */
  readonly measureUntil: (time: number) => void;
  readonly conditionAt: (time: number) => ReadCondition;
  /** Fewer datapoints per page than AWS's 100,800, to exercise paging. */
  readonly pageSize?: number;
}
