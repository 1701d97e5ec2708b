import { startOf } from './order.ts';
import type { Sample, Side } from './sample.ts';

export type LatencyKind = 'histogram' | 'quantiles';

/** What a recording holds as a whole: known before anything of it is judged. */
export interface Survey {
  readonly buckets: number;
  readonly first: string | undefined;
  readonly last: string | undefined;
  /** How stable's first latency is given, or the canary's where stable has none. */
  readonly latency: LatencyKind | undefined;
  /** Which quantiles are given somewhere. */
  readonly quantiles: readonly number[];
  readonly cpu: boolean;
  readonly memory: boolean;
  /** Spans of more than a bucket in which nothing was recorded. */
  readonly gaps: number;
  readonly missingSeconds: number;
  /** Start of the newest bucket's end, to see gaps. */
  readonly until: number | undefined;
}

export const noSurvey: Survey = {
  buckets: 0,
  first: undefined,
  last: undefined,
  latency: undefined,
  quantiles: [],
  cpu: false,
  memory: false,
  gaps: 0,
  missingSeconds: 0,
  until: undefined,
};

const latencyKind = ({ latency }: Side): LatencyKind | undefined => {
  if (!latency) return undefined;
  return 'bounds' in latency ? 'histogram' : 'quantiles';
};

const quantilesOf = ({ latency }: Side): number[] => {
  if (!latency || 'bounds' in latency) return [];
  return [
    ...(latency.p95 === undefined ? [] : [0.95]),
    ...(latency.p99 === undefined ? [] : [0.99]),
  ];
};

const isGiven = (value: number | null | undefined): boolean =>
  value !== undefined && value !== null;

/** The survey with one more bucket. */
export const surveyed = (survey: Survey, sample: Sample): Survey => {
  const sides = [sample.stable, sample.canary].flatMap((side) => side ?? []);
  const start = startOf(sample);
  const missing = survey.until === undefined ? 0 : (start - survey.until) / 1_000;
  const unknown = sides.flatMap(quantilesOf).filter((each) => !survey.quantiles.includes(each));
  return {
    buckets: survey.buckets + 1,
    first: survey.first ?? sample.at,
    last: sample.at,
    latency: survey.latency ?? sides.map(latencyKind).find((kind) => kind !== undefined),
    quantiles:
      unknown.length === 0 ? survey.quantiles : [...new Set([...survey.quantiles, ...unknown])],
    cpu: survey.cpu || sides.some(({ cpu }) => isGiven(cpu)),
    memory: survey.memory || sides.some(({ memory }) => isGiven(memory)),
    gaps: survey.gaps + (missing > 0 ? 1 : 0),
    missingSeconds: survey.missingSeconds + missing,
    until: start + sample.seconds * 1_000,
  };
};
