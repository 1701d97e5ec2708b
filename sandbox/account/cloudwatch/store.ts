import { merge } from './merge.ts';
import { partOf, type Samples } from './samples.ts';

export const minuteMs = 60_000;

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** Samples of one minute; each of `visibleAt` makes a further equal part of them visible. */
interface Publication {
  readonly samples: Samples;
  readonly visibleAt: readonly number[];
  /** All of them once they are visible: most minutes are read again at every tick of a step. */
  merged?: Samples;
}

export interface Series {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly Dimension[];
  readonly minutes: Map<number, Publication[]>;
}

const textOf = (dimensions: readonly Dimension[]): string => {
  const [first] = dimensions;
  if (dimensions.length === 1 && first) return `${first.Name}\u0001${first.Value}`;
  return dimensions
    .map(({ Name, Value }) => `${Name}\u0001${Value}`)
    .sort()
    .join('\u0000');
};

const visible = (publication: Publication, now: number): Samples | undefined => {
  const { samples, visibleAt } = publication;
  let parts = 0;
  for (const at of visibleAt) if (at <= now) parts += 1;
  if (parts === 0) return undefined;
  if (parts < visibleAt.length) return partOf(samples, parts / visibleAt.length);
  publication.merged ??= merge([samples]);
  return publication.merged;
};

/** Everything that was measured, by minute; what is not in it was never published. */
export class MetricStore {
  readonly #series = new Map<string, Series>();
  /** Who publishes each minute does so with the same lists of dimensions. */
  readonly #texts = new WeakMap<readonly Dimension[], string>();

  get all(): Iterable<Series> {
    return this.#series.values();
  }

  find(namespace: string, metric: string, dimensions: readonly Dimension[]): Series | undefined {
    return this.#series.get(`${namespace}\u0000${metric}\u0000${textOf(dimensions)}`);
  }

  series(namespace: string, metric: string, dimensions: readonly Dimension[]): Series {
    const key = `${namespace}\u0000${metric}\u0000${this.#textOf(dimensions)}`;
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const fresh: Series = { namespace, metric, dimensions, minutes: new Map() };
    this.#series.set(key, fresh);
    return fresh;
  }

  #textOf(dimensions: readonly Dimension[]): string {
    const known = this.#texts.get(dimensions);
    if (known !== undefined) return known;
    const text = textOf(dimensions);
    this.#texts.set(dimensions, text);
    return text;
  }
}

/** Adds samples to the minute that begins at `minute`. */
export const publish = (
  series: Series,
  minute: number,
  samples: Samples,
  visibleAt: readonly number[],
): void => {
  const others = series.minutes.get(minute);
  if (others === undefined) series.minutes.set(minute, [{ samples, visibleAt }]);
  else others.push({ samples, visibleAt });
};

const collect = (
  publications: readonly Publication[] | undefined,
  now: number,
  into: Samples[],
): void => {
  for (const publication of publications ?? []) {
    const samples = visible(publication, now);
    if (samples !== undefined) into.push(samples);
  }
};

/** What can be seen now of the minutes that begin in a span of time; the end is exclusive. */
export const samplesBetween = (
  series: Series,
  start: number,
  end: number,
  now: number,
): readonly Samples[] => {
  const found: Samples[] = [];
  if ((end - start) / minuteMs <= series.minutes.size) {
    const first = Math.ceil(start / minuteMs) * minuteMs;
    for (let minute = first; minute < end; minute += minuteMs) {
      collect(series.minutes.get(minute), now, found);
    }
    return found;
  }
  for (const [minute, publications] of series.minutes) {
    if (minute >= start && minute < end) collect(publications, now, found);
  }
  return found;
};
