import { boundFrom, nearestBound, unboundedText } from '../../functions/telemetry/domain/bounds.ts';
import type { QuantileMetric } from '../../functions/telemetry/domain/metric.ts';
import { allowedAt, isOwnBound, tailBeginsAt } from '../../functions/telemetry/domain/tails.ts';
import { minimumSamples } from '../../functions/telemetry/domain/windows.ts';
import { added, hasBounds, quantileIn, shareAbove, timed } from './histogram.ts';
import { endOf, startOf } from './order.ts';
import type { Histogram, Sample } from './sample.ts';
import { millisecondsText, spanText } from './words.ts';

/** Where a metric's tail begins: a bound of the histogram, by its index. */
export interface Tail {
  readonly bounds: readonly number[];
  readonly index: number;
  readonly aboveMilliseconds: number;
  /** The share that a canary at its limit has there, where that is another place. */
  readonly limitShare?: number;
}

/** The tail of one metric, or why it is not known. */
export type TailState =
  | { readonly kind: 'fixed'; readonly tail: Tail }
  | { readonly kind: 'unknown'; readonly because: string };

const unknown = (because: string): TailState => ({ kind: 'unknown', because });

interface Gathered {
  readonly histogram: Histogram;
  readonly start: number;
  readonly end: number;
}

const stableHistogram = ({ stable }: Sample): Histogram | undefined =>
  stable?.latency && 'bounds' in stable.latency ? stable.latency : undefined;

const gathered = (before: Gathered | undefined, sample: Sample): Gathered | undefined => {
  const histogram = stableHistogram(sample);
  if (histogram === undefined) return before;
  const [start, end] = [startOf(sample), endOf(sample)];
  return before !== undefined && hasBounds(histogram, before.histogram.bounds)
    ? { histogram: added(before.histogram, histogram), start: before.start, end }
    : { histogram, start, end };
};

const asBounds = (bounds: readonly number[]) => bounds.map((value) => ({ value, texts: [] }));

/** A metric with nothing but a bound of its own has its tail there, whatever stable does. */
const boundOnly = ({ limits }: QuantileMetric): number | undefined =>
  limits.increasePercent === undefined ? limits.milliseconds : undefined;

/** The bound that a tail begins at, and the share of a canary at its limit where stable's tells it. */
const placeOf = (
  metric: QuantileMetric,
  histogram: Histogram,
  { begins, quantile }: { readonly begins: number; readonly quantile: number | undefined },
): Pick<Tail, 'aboveMilliseconds' | 'limitShare'> | undefined => {
  const isOwn = isOwnBound(metric, begins);
  const bound = (isOwn ? boundFrom : nearestBound)(asBounds(histogram.bounds), begins);
  if (bound === undefined) return undefined;
  const aboveMilliseconds = bound.value;
  if (isOwn || quantile === undefined || aboveMilliseconds === begins) return { aboveMilliseconds };
  const allowed = allowedAt(aboveMilliseconds, begins, quantile);
  return { aboveMilliseconds, limitShare: shareAbove(histogram, allowed) };
};

/**
 * Where one metric's tail begins, fixed once and before the requests that it divides: from stable's
 * last hour before the canary has traffic, or else from its first requests once they are enough.
 */
export class TailOf {
  state: TailState;
  #gathered: Gathered | undefined;
  readonly #name: string;
  readonly #metric: QuantileMetric;
  readonly #tell: (sentence: string) => void;

  constructor(name: string, metric: QuantileMetric, tell: (sentence: string) => void) {
    this.#name = name;
    this.#metric = metric;
    this.#tell = tell;
    this.state = unknown('stable has no histogram yet');
  }

  /** A bucket of stable from before those that are judged by the tail. */
  gather(sample: Sample): void {
    if (this.state.kind === 'fixed') return;
    this.#gathered = gathered(this.#gathered, sample);
  }

  /** Fixes the tail if enough was gathered. */
  fix(from: 'the hour before' | 'the first requests, without a baseline'): void {
    const found = this.#gathered;
    if (this.state.kind === 'fixed' || found === undefined) return;
    const minimum = minimumSamples(this.#metric);
    const seen = timed(found.histogram);
    if (boundOnly(this.#metric) === undefined && seen < minimum) {
      this.state = unknown(
        `where its tail begins is not known yet: stable has ${Math.floor(seen)} of ${minimum} timed requests before this bucket`,
      );
      return;
    }
    this.state = this.#found(found, from);
  }

  #found({ histogram, start, end }: Gathered, from: string): TailState {
    const { bounds } = histogram;
    const metric = this.#metric;
    const last = millisecondsText(bounds.at(-1) ?? 0);
    const name = `p${Number((100 * metric.quantile).toPrecision(6))}`;
    const quantile = quantileIn(histogram, metric.quantile);
    const begins = quantile === undefined ? boundOnly(metric) : tailBeginsAt(metric, quantile);
    if (begins === undefined)
      return unknown(`stable's ${name} lies above the last bound of its histogram, ${last}`);
    const place = placeOf(metric, histogram, { begins, quantile });
    if (place === undefined)
      return unknown(
        isOwnBound(metric, begins)
          ? unboundedText(begins)
          : `its tail would begin at ${millisecondsText(begins)}, above twice the last bound of the histogram, ${last}`,
      );
    const { aboveMilliseconds, limitShare } = place;
    const at = millisecondsText(begins);
    const why =
      quantile === undefined || isOwnBound(metric, begins)
        ? `the first bound from ${at} on, its limit`
        : `the bound nearest to ${at}, where the limit is for stable's ${name} of ${millisecondsText(quantile)} ${spanText(start, end)} (${from})`;
    const there =
      limitShare === undefined
        ? ''
        : `; a canary at that limit has ${(100 * limitShare).toPrecision(3)} % there`;
    this.#tell(
      `${this.#name} is judged by the share of requests slower than ${millisecondsText(aboveMilliseconds)}, ${why}${there}`,
    );
    return { kind: 'fixed', tail: { bounds, index: bounds.indexOf(aboveMilliseconds), ...place } };
  }
}
