import type { MetricDataQuery, StatusCode } from '@aws-sdk/client-cloudwatch';
import { NotSimulatedError } from '../service.ts';
import { supportFields } from '../supported-fields.ts';
import { validationError } from './exceptions.ts';
import { evaluateMath, type MathValue, type Points } from './math.ts';
import { measure, periodsOf, type View, type Window } from './measure.ts';
import type { Metrics } from './metrics.ts';
import { minuteMs } from './store.ts';

/** The answer to one query: its datapoints, oldest first, and how complete they are. */
export interface Answer {
  readonly id: string;
  readonly label: string;
  readonly points: readonly (readonly [at: number, value: number])[];
  readonly status: StatusCode;
}

const shortestPeriod = (queries: readonly MetricDataQuery[]): number =>
  queries.reduce(
    (shortest, { MetricStat }) => Math.min(shortest, (MetricStat?.Period ?? 86_400) * 1_000),
    86_400_000,
  );

/** The results of a request by id; expressions are computed when another one or the answer needs them. */
const resolver = (view: View, queries: readonly MetricDataQuery[]): ((id: string) => MathValue) => {
  const byId = new Map(queries.map((query) => [query.Id, query]));
  const done = new Map<string, MathValue>();
  const open = new Set<string>();
  const periods = periodsOf(view.window, Math.max(minuteMs, shortestPeriod(queries)));
  const resolve = (id: string): MathValue => {
    const known = done.get(id);
    if (known !== undefined) return known;
    const query = byId.get(id);
    if (query === undefined || open.has(id)) {
      throw validationError(`Error in expression: Unresolved metric identifier "${id}"`);
    }
    open.add(id);
    const value = compute(query);
    done.set(id, value);
    return value;
  };
  const compute = ({ MetricStat, Expression, Id }: MetricDataQuery): MathValue => {
    if ((MetricStat === undefined) === (Expression === undefined)) {
      throw validationError(`The query ${Id} needs either MetricStat or Expression.`);
    }
    if (MetricStat !== undefined) return measure(view, MetricStat);
    return evaluateMath(Expression ?? '', { resolve, periods });
  };
  return resolve;
};

const pointsOf = (id: string, value: MathValue): Points => {
  if (typeof value === 'number') {
    throw validationError(`Error in expression "${id}": the result must be a time series.`);
  }
  if (Array.isArray(value)) {
    throw new NotSimulatedError(`the sandbox does not answer ${id} with several time series.`);
  }
  return value as Points;
};

const labelOf = ({ Label, MetricStat, Id }: MetricDataQuery): string =>
  Label ?? MetricStat?.Metric?.MetricName ?? Id ?? '';

/** Partial data lacks its newest half, as when some of CloudWatch's storage does not answer. */
const statusPoints = (points: Points, condition: ReturnType<Metrics['conditionAt']>) => {
  const all = [...points];
  if (condition === 'internal-error') return { points: [], status: 'InternalError' as const };
  if (condition === 'clear') return { points: all, status: 'Complete' as const };
  return { points: all.slice(0, Math.ceil(all.length / 2)), status: 'PartialData' as const };
};

export const answerQueries = (
  metrics: Metrics,
  queries: readonly MetricDataQuery[],
  window: Window,
  now: number,
): Answer[] => {
  const resolve = resolver({ metrics, window, now, merged: new Map() }, queries);
  const condition = metrics.conditionAt(now);
  const answers: Answer[] = [];
  for (const query of queries) {
    supportFields('MetricDataQuery', query, [
      'Id',
      'MetricStat',
      'Expression',
      'Label',
      'ReturnData',
    ]);
    const id = query.Id ?? '';
    const value = resolve(id);
    if (query.ReturnData === false) continue;
    const seen = statusPoints(pointsOf(id, value), condition);
    answers.push({ id, label: labelOf(query), ...seen });
  }
  return answers;
};
