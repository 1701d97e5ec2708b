import type { MetricVerdict } from '../../functions/rollout/domain/verdict.ts';
import type { Line } from './replay.ts';
import type { ReplayedStep } from './step.ts';

/** What comes of a recording, and the bucket that decided. */
export interface Decision {
  readonly decision: 'promote' | 'roll-back' | 'hold';
  readonly at: string;
  readonly because: string;
  readonly metrics: readonly MetricVerdict[];
}

const deciding = (decision: Decision['decision'], { at, because, metrics }: Line): Decision => ({
  decision,
  at,
  because,
  metrics,
});

/** A bucket and the step that it belongs to. */
interface Newest {
  readonly line: Line;
  readonly step: ReplayedStep | undefined;
}

/** Heeds what is said of the buckets of a recording, one by one, and decides at its end. */
export class Deciding {
  #regress: Line | undefined;
  /** Why a step that has ended did not pass. */
  #unpassed: Line | undefined;
  #pass: Line | undefined;
  /** A step that the plan bakes has ended. */
  #hasBaked = false;
  #newest: Newest | undefined;

  heed(line: Line, step: ReplayedStep | undefined): void {
    const before = this.#newest;
    if (before?.step !== undefined && before.step !== step) {
      this.#hasBaked ||= before.step.bakes;
      this.#unpassed ??= unpassed(before.line, before.step);
    }
    if (line.verdict === 'regress') this.#regress ??= line;
    if (line.verdict === 'pass') this.#pass = line;
    this.#newest = { line, step };
  }

  /**
   * Roll back at the first regress. Promote when every step that bakes has passed and the plan's end
   * was reached, or the recording ends with a pass. Everything else holds: no data is never a pass.
   */
  end(): Decision {
    if (this.#newest === undefined) throw new RangeError('a recording has at least one bucket');
    const { line, step } = this.#newest;
    if (this.#regress !== undefined) return deciding('roll-back', this.#regress);
    if (line.verdict === 'blind' || step === undefined) return deciding('hold', line);
    if (this.#unpassed !== undefined) return deciding('hold', this.#unpassed);
    if (!step.bakes && this.#hasBaked && this.#pass) return deciding('promote', this.#pass);
    if (line.verdict !== 'pass') return deciding('hold', line);
    const { shortBake } = step;
    return shortBake === undefined
      ? deciding('promote', line)
      : deciding('hold', { ...line, because: `${shortBake}: ${line.because}` });
  }
}

const unpassed = (line: Line, step: ReplayedStep): Line | undefined => {
  if (!step.bakes || step.hasPassed) return undefined;
  const ended = `the step at ${step.weight} % ended ${line.verdict}`;
  return { ...line, because: `${step.shortBake ?? ended}: ${line.because}` };
};
