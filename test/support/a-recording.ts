import { seeded } from '../../sandbox/random.ts';
import { type Sample, type Side, sampleLine } from '../../sandbox/replay/sample.ts';
import { binomial, poisson } from '../../sandbox/world/draws.ts';

/** How a side behaves in a minute. */
export interface Behaviour {
  readonly errorRate: number;
  /** How many times as long requests take. */
  readonly slowness: number;
}

/** So many minutes at a weight; 0 is before or after the canary's traffic. */
export interface Part {
  readonly weight: number;
  readonly minutes: number;
  readonly canary?: Partial<Behaviour>;
}

interface Shape {
  readonly seed?: number;
  readonly requestsPerMinute?: number;
  readonly start?: string;
  readonly seconds?: number;
  readonly latency?: 'histogram' | 'quantiles' | 'none';
}

export const bounds = [25, 50, 100, 150, 200, 250, 300, 400, 500, 750, 1_000, 2_000];

const usual: Behaviour = { errorRate: 0.002, slowness: 1 };

/** Requests take 80 ms in the middle, 180 ms at p95 and 255 ms at p99. */
const latencies = (next: () => number, count: number, slowness: number): number[] =>
  Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    return 80 * slowness * Math.exp(0.5 * normal);
  });

const histogram = (values: readonly number[]) => {
  const counts = Array.from({ length: bounds.length + 1 }, () => 0);
  for (const value of values) {
    const bin = bounds.findIndex((bound) => value <= bound);
    const index = bin === -1 ? bounds.length : bin;
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return { bounds, counts };
};

const quantiles = (values: readonly number[]) => {
  const rising = values.toSorted((one, other) => one - other);
  const at = (share: number) => Math.round(rising[Math.ceil(share * rising.length) - 1] ?? 0);
  return { p95: at(0.95), p99: at(0.99) };
};

const tenths = (value: number): number => Math.round(value * 10) / 10;

const aSide = (
  next: () => number,
  mean: number,
  { errorRate, slowness }: Behaviour,
  kind: Shape['latency'],
): Side => {
  const random = { next, fork: () => random };
  const requests = poisson(random, mean);
  const values = kind === 'none' ? [] : latencies(next, requests, slowness);
  return {
    requests,
    errors: binomial(random, requests, errorRate),
    ...(kind === 'histogram' && { latency: histogram(values) }),
    ...(kind === 'quantiles' && requests > 0 && { latency: quantiles(values) }),
    cpu: tenths(requests * 0.04 * (0.97 + 0.06 * next())),
    memory: tenths(45 + next()),
  };
};

/** Buckets of a service with two sides that are alike, but for what the parts say of the canary. */
export const aRecording = (parts: readonly Part[], shape: Shape = {}): Sample[] => {
  const { seed = 1, requestsPerMinute = 1_500, start = '2026-03-02T12:00:00Z' } = shape;
  const { seconds = 60, latency = 'histogram' } = shape;
  const random = seeded(seed);
  const next = () => random.next();
  const each = (requestsPerMinute * seconds) / 60;
  const minutes = parts.flatMap((part) => Array.from({ length: part.minutes }, () => part));
  return minutes.map(({ weight, canary }, index) => ({
    at: new Date(Date.parse(start) + index * seconds * 1_000).toISOString().replace('.000Z', 'Z'),
    seconds,
    stable: weight === 100 ? null : aSide(next, (each * (100 - weight)) / 100, usual, latency),
    canary:
      weight === 0 ? null : aSide(next, (each * weight) / 100, { ...usual, ...canary }, latency),
    weight,
  }));
};

export const linesOf = (samples: readonly Sample[]): string =>
  samples.map((sample) => `${sampleLine(sample)}\n`).join('');

/** The recordings that are shipped, by their names: `node scripts/sample-recordings.ts` writes them. */
export const sampleRecordings = (): Readonly<Record<string, string>> => ({
  good: linesOf(
    aRecording([
      { weight: 0, minutes: 20 },
      { weight: 10, minutes: 14 },
      { weight: 50, minutes: 14 },
      { weight: 100, minutes: 3 },
    ]),
  ),
  bad: linesOf(
    aRecording(
      [
        { weight: 0, minutes: 20 },
        { weight: 10, minutes: 4 },
        { weight: 10, minutes: 8, canary: { errorRate: 0.04 } },
        { weight: 0, minutes: 2 },
      ],
      { start: '2026-03-03T09:00:00Z', latency: 'quantiles', seed: 2 },
    ),
  ),
});
