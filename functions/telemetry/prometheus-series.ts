import { isOfPrometheus } from './domain/asked-of.ts';
import type { Source } from './domain/metric.ts';
import { filled, growth, growthOfKnown, placeholdersOf } from './domain/promql.ts';
import type { GaugeBucket, SideLabels, Window } from './domain/reading.ts';
import { type Answer, blind } from './prometheus-answers.ts';
import type { Asking } from './prometheus-ask.ts';

/** What one side is asked for, and whom. */
export interface Side {
  readonly ask: Asking;
  readonly labels: SideLabels;
  readonly window: Window;
  readonly bucketSeconds: number;
  /** What is asked for counts something, so that a value below 0 is none. */
  readonly isCount?: true;
}

/** The values of one source by the start of their bucket, oldest first, or why they are not known. */
export type Values =
  | {
      readonly kind: 'values';
      readonly buckets: readonly GaugeBucket[];
      /** Buckets with something that is no value: not a number, beyond all measure, or a count below 0. */
      readonly odd: readonly number[];
    }
  | { readonly kind: 'blind'; readonly because: string };

/** Why an expression cannot be asked for on a side. */
const whyUnfilled = (query: string, labels: SideLabels): string | undefined => {
  const missing = placeholdersOf(query).find(
    ({ name }) => name !== 'bucket' && !Object.hasOwn(labels, name),
  );
  return missing && `its query needs {${missing.name}}, which this side does not have`;
};

/** Asks for one number at a moment, as {@link valuesOf} does for each bucket. */
export const instantOf = async (query: string, side: Side): Promise<Answer> => {
  const unfilled = whyUnfilled(query, side.labels);
  if (unfilled !== undefined) return blind(unfilled);
  return side.ask.instant(filled(query, side.labels, side.bucketSeconds), side.window.end);
};

/** Asks for one number in each bucket, evaluated at its end. */
export const rangeOf = async (query: string, side: Side): Promise<Answer> => {
  const unfilled = whyUnfilled(query, side.labels);
  if (unfilled !== undefined) return blind(unfilled);
  const text = filled(query, side.labels, side.bucketSeconds);
  return side.ask.range(text, side.window, side.bucketSeconds);
};

/**
 * As large as CloudWatch takes a value to be. Squared and added up it is still a number, so that it
 * cannot keep a tick from being recorded; beyond, it measures nothing.
 */
const largest = 2 ** 360;

/** Evaluated at the end of its bucket, and stamped with its start. */
const bucketsIn = (
  points: readonly GaugeBucket[],
  { window, bucketSeconds, isCount }: Side,
): Values => {
  const bucket = bucketSeconds * 1_000;
  const buckets = points.map(({ at, value }) => ({ at: at - bucket, value }));
  const isOnGrid = ({ at }: GaugeBucket): boolean =>
    at >= window.start && at < window.end && (at - window.start) % bucket === 0;
  if (!buckets.every(isOnGrid) || new Set(buckets.map(({ at }) => at)).size < buckets.length)
    return blind('its answer has values at other times than those asked for');
  const isOdd = ({ value }: GaugeBucket): boolean =>
    !(Math.abs(value) <= largest) || (isCount === true && value < 0);
  return {
    kind: 'values',
    buckets: buckets.filter((each) => !isOdd(each)).toSorted((one, other) => one.at - other.at),
    odd: buckets.filter(isOdd).map(({ at }) => at),
  };
};

/** A query's values over the window. A value that is no number is none. */
export const valuesOf = async (query: string, side: Side): Promise<Values> => {
  const answer = await rangeOf(query, side);
  if (answer.kind === 'blind') return answer;
  const [first, ...others] = answer.series;
  if (others.length > 0)
    return blind(
      `its query answers ${answer.series.length} series where one is needed; wrap it in sum(...)`,
    );
  return bucketsIn(first?.points ?? [], side);
};

/** The expression that a source stands for; a total's has nothing where no series was known before. */
const expressionOf = (source: Source, isTotal: boolean): string | undefined => {
  if (!isOfPrometheus(source)) return undefined;
  if ('query' in source) return source.query;
  if ('counter' in source) return (isTotal ? growthOfKnown : growth)(source.counter);
  return undefined;
};

const ofCloudWatch = blind('its source is one of CloudWatch');

/** The values of a level. */
export const levelsOf = async (source: Source, side: Side): Promise<Values> => {
  const query = expressionOf(source, true);
  return query === undefined ? ofCloudWatch : valuesOf(query, side);
};

/** The values of a source that counts something. */
export const countsOf = async (
  source: Source,
  side: Side,
  { isTotal }: { readonly isTotal: boolean },
): Promise<Values> => {
  const query = expressionOf(source, isTotal);
  return query === undefined ? ofCloudWatch : valuesOf(query, { ...side, isCount: true });
};
