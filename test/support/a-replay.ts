import type { Plan } from '../../functions/rollout/domain/plan.ts';
import type { Decision } from '../../sandbox/replay/deciding.ts';
import { fedPlan } from '../../sandbox/replay/feed.ts';
import { type Line, Replay } from '../../sandbox/replay/replay.ts';
import type { Sample } from '../../sandbox/replay/sample.ts';
import { noSurvey, surveyed } from '../../sandbox/replay/survey.ts';
import { aPlan } from './a-plan.ts';

export interface Replayed {
  readonly lines: readonly Line[];
  readonly notes: readonly string[];
  readonly decision: Decision;
}

/** Judges buckets with a plan, as the command does with those of a file. */
export const replayed = (samples: readonly Sample[], plan: Plan = aPlan()): Replayed => {
  const survey = samples.reduce(surveyed, noSurvey);
  const notes: string[] = [];
  const fed = fedPlan(plan, survey, 'samples.ndjson');
  const replay = new Replay(fed.plan, survey, (sentence) => notes.push(sentence));
  const lines = samples.map((sample) => replay.next(sample));
  return { lines, notes, decision: replay.end() };
};

/** Buckets with a change to those of some indices. */
export const withChange = (
  samples: readonly Sample[],
  indices: (index: number) => boolean,
  change: (sample: Sample) => Sample,
): Sample[] => samples.map((sample, index) => (indices(index) ? change(sample) : sample));
