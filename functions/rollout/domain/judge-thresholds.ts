import { judgeMetric } from './judge-metric.ts';
import { decide, exposureOf, nextState } from './judge-summary.ts';
import type { Judged, Tick } from './verdict.ts';

/**
 * Judges one tick with the limits of each metric: over the whole step and over the shortest trailing
 * window that holds enough, the worse of which counts. Pure; the returned state goes into the next
 * tick of the same step, and through `stateForNextStep` into the next step.
 *
 * - Reaching a limit breaks it: "below +0.5 points" is broken at exactly +0.5.
 * - A broken limit is a regression after the metric's number of evaluations in a row; until then
 *   the metric is inconclusive. Judging the same newest bucket again is no further evaluation.
 * - The worst verdict of the critical metrics is the verdict; a pass needs each of them to pass.
 */
export const judgeByThresholds = ({ metrics, answer, state, comparable }: Tick): Judged => {
  const findings = Object.entries(metrics).map(([name, metric]) =>
    judgeMetric({ name, metric, answer, state, comparable }),
  );
  const judgement = {
    ...decide(findings),
    window: answer.window,
    exposure: { stable: exposureOf(findings, 'stable'), canary: exposureOf(findings, 'canary') },
    metrics: findings.map((each) => each.verdict),
  };
  return { judgement, state: nextState(state, answer.window.end, findings) };
};
