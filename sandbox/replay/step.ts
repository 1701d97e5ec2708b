import { bakeOf } from '../../functions/rollout/domain/bake.ts';
import { stepAt } from '../../functions/rollout/domain/exposure.ts';
import { judge } from '../../functions/rollout/domain/judge.ts';
import { type Judgeable, type Judging, judgingAt } from '../../functions/rollout/domain/judging.ts';
import type { JudgeState, MetricVerdict, Verdict } from '../../functions/rollout/domain/verdict.ts';
import type { ReadingAnswer, Role, Window } from '../../functions/telemetry/domain/reading.ts';
import { endOf, startOf } from './order.ts';
import type { Sample } from './sample.ts';
import { type Series, seriesOf } from './series.ts';
import type { TailOf } from './tails.ts';

/** What a bucket says. */
export interface Said {
  readonly verdict: Verdict;
  readonly because: string;
  readonly metrics: readonly MetricVerdict[];
}

/** Why a bucket says nothing that its step could pass by. */
const missingIn = (sample: Sample, { comparable }: Judging): string | undefined => {
  const roles: readonly Role[] = comparable === 'both' ? ['canary', 'stable'] : ['canary'];
  const missing = roles.filter((role) => !sample[role]);
  if (missing.length === 0) return undefined;
  return `no data of ${missing.map((role) => (role === 'canary' ? 'the canary' : role)).join(' and ')} in this bucket`;
};

const hasTraffic = ({ stable, canary }: Sample, { comparable }: Judging): boolean =>
  (canary?.requests ?? 0) > 0 && (comparable === 'canary-only' || (stable?.requests ?? 0) > 0);

/** A weight of a recording, for as long as it lasts: what the plan makes of it, bucket by bucket. */
export class ReplayedStep {
  readonly weight: number;
  /** Passed in a bucket in which it had baked for long enough. */
  hasPassed = false;
  readonly #judging: Judging;
  readonly #series: readonly (readonly [string, Series])[];
  readonly #warmUpBuckets: number;
  readonly #warmUntil: number;
  readonly #minimum: number | undefined;
  #baked = 0;

  constructor(run: Judgeable, first: Sample, tails: ReadonlyMap<string, TailOf>) {
    const step = stepAt(run.plan, first.weight);
    this.weight = first.weight;
    this.#judging = judgingAt(run, first.weight);
    this.#series = Object.entries(this.#judging.metrics).map(
      ([name, metric]) =>
        [name, seriesOf(name, metric, this.#judging.comparable, tails.get(name))] as const,
    );
    this.#warmUpBuckets = step?.warmUpBuckets ?? 0;
    this.#warmUntil = startOf(first) + this.#warmUpBuckets * first.seconds * 1_000;
    const bake = step && bakeOf(step);
    this.#minimum = bake && bake.minimumMinutes * 60;
  }

  /** Whether the plan bakes here; without a bake a step needs no verdict. */
  get bakes(): boolean {
    return this.#minimum !== undefined;
  }

  /** How long the step has baked, where that is not long enough. */
  get shortBake(): string | undefined {
    if (this.#minimum === undefined || this.#baked >= this.#minimum) return undefined;
    const minutes = (seconds: number) => Number((seconds / 60).toFixed(1));
    return `the step at ${this.weight} % has baked ${minutes(this.#baked)} of at least ${minutes(this.#minimum)} minutes`;
  }

  /** Judges a bucket as a tick of a run does when that bucket is the newest. */
  next(sample: Sample, state: JudgeState): { readonly said: Said; readonly state: JudgeState } {
    if (hasTraffic(sample, this.#judging)) this.#baked += sample.seconds;
    if (startOf(sample) < this.#warmUntil) return { said: this.#warmingUp(), state };
    for (const [, series] of this.#series) series.add(sample);
    const { metrics, rules, comparable } = this.#judging;
    const answer = this.#answer({ start: this.#warmUntil, end: endOf(sample) }, sample.seconds);
    const judged = judge(rules, { metrics, answer, state, comparable });
    const said = this.#heeding(sample, judged.judgement);
    this.hasPassed ||= said.verdict === 'pass' && this.shortBake === undefined;
    return { said, state: judged.state };
  }

  #warmingUp(): Said {
    const because = `the step at ${this.weight} % is still warming up (${this.#warmUpBuckets} buckets)`;
    return { verdict: 'inconclusive', because, metrics: [] };
  }

  /** A run that reads late waits some buckets for data; in a recording nothing comes any more. */
  #heeding(sample: Sample, { verdict, because, metrics }: Said): Said {
    const missing = missingIn(sample, this.#judging);
    return verdict === 'pass' && missing !== undefined
      ? { verdict: 'blind', because: `${missing}; before it: ${because}`, metrics }
      : { verdict, because, metrics };
  }

  #answer(window: Window, bucketSeconds: number): ReadingAnswer {
    const readings = this.#series.map(
      ([name, { read }]) =>
        [name, { stable: read('stable', window), canary: read('canary', window) }] as const,
    );
    return { window, bucketSeconds, readings: Object.fromEntries(readings) };
  }
}
