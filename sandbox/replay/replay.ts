import type { Plan } from '../../functions/rollout/domain/plan.ts';
import {
  freshJudgeState,
  type JudgeState,
  stateForNextStep,
} from '../../functions/rollout/domain/verdict.ts';
import { baselineOf, lastHour } from './baseline.ts';
import { Deciding, type Decision } from './deciding.ts';
import { endOf, startOf } from './order.ts';
import type { Sample } from './sample.ts';
import { ReplayedStep, type Said } from './step.ts';
import type { Survey } from './survey.ts';
import { TailOf } from './tails.ts';

/** One bucket of a recording with what is said of it. */
export interface Line extends Said {
  readonly at: string;
  /** What the bucket is to the rollout. */
  readonly part: 'baseline' | 'step' | 'idle';
  readonly weight: number;
}

const nothing = (because: string): Said => ({ verdict: 'inconclusive', because, metrics: [] });

const beforeTraffic = nothing('baseline: the canary has no traffic yet');

/** What a recording is judged as: a rollout of the plan that bakes, wherever its weights come from. */
const baking = {
  kind: 'baking',
  step: 0,
  minimumUntil: 0,
  maximumUntil: 0,
  extensions: 0,
} as const;

/**
 * A rollout of a plan over a recording: takes its buckets one by one, oldest first, and says of each
 * what the run would have said when it was the newest. Of the past it keeps the step, and before the
 * canary's first traffic an hour.
 */
export class Replay {
  readonly #plan: Plan;
  readonly #tails: ReadonlyMap<string, TailOf>;
  readonly #tell: (sentence: string) => void;
  readonly #deciding = new Deciding();
  #before: readonly Sample[] | undefined = [];
  #traffic = { requestsPerMinute: 0, withoutData: [] as readonly string[] };
  #state: JudgeState = freshJudgeState;
  #step: ReplayedStep | undefined;

  /** @param tell hears what a reader should know, once. */
  constructor(plan: Plan, { latency }: Pick<Survey, 'latency'>, tell: (sentence: string) => void) {
    this.#plan = plan;
    this.#tell = tell;
    const quantiles = Object.entries(plan.metrics).flatMap(([name, metric]) =>
      metric.kind === 'quantile' ? [{ name, metric }] : [],
    );
    const isTailed = latency === 'histogram';
    this.#tails = new Map(
      isTailed ? quantiles.map(({ name, metric }) => [name, new TailOf(name, metric, tell)]) : [],
    );
    if (!isTailed)
      for (const { name } of quantiles)
        tell(
          `${name} of a window is the mean of its buckets, weighed by their requests: an approximation`,
        );
  }

  next(sample: Sample): Line {
    const { part, said } = this.#judged(sample);
    const line: Line = { at: sample.at, ...said, part, weight: sample.weight };
    this.#deciding.heed(line, this.#step);
    return line;
  }

  /** What the recording as a whole decides. */
  end(): Decision {
    return this.#deciding.end();
  }

  #judged(sample: Sample): { readonly part: Line['part']; readonly said: Said } {
    if (this.#before !== undefined) {
      if (sample.weight === 0 || !sample.canary) {
        this.#before = lastHour([...this.#before, sample], endOf(sample));
        return { part: 'baseline', said: beforeTraffic };
      }
      this.#begin(this.#before, sample);
      this.#before = undefined;
    }
    if (sample.weight === 0) {
      this.#step = undefined;
      return { part: 'idle', said: nothing('the canary has no traffic: its weight is 0 %') };
    }
    const step = this.#stepOf(sample);
    const { said, state } = step.next(sample, this.#state);
    this.#state = state;
    this.#gather([sample], 'the first requests, without a baseline');
    return { part: 'step', said };
  }

  #begin(before: readonly Sample[], first: Sample): void {
    const samples = lastHour(before, startOf(first));
    this.#gather(samples, 'the hour before');
    const { buckets, judge, ...traffic } = baselineOf(this.#plan, samples, this.#tails);
    this.#traffic = traffic;
    this.#state = judge;
    if (buckets === 0)
      this.#tell(
        'the recording has no baseline (stable alone, in the hour before the canary has traffic), so nothing is known of stable beforehand and no metric is excused for little traffic',
      );
  }

  #gather(samples: readonly Sample[], from: Parameters<TailOf['fix']>[0]): void {
    for (const tail of this.#tails.values()) {
      for (const sample of samples) tail.gather(sample);
      tail.fix(from);
    }
  }

  #stepOf(sample: Sample): ReplayedStep {
    if (this.#step?.weight === sample.weight) return this.#step;
    const run = { plan: this.#plan, phase: baking, ...this.#traffic };
    const step = new ReplayedStep(run, sample, this.#tails);
    this.#step = step;
    this.#state = stateForNextStep(this.#state);
    return step;
  }
}
