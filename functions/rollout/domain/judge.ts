import { judgeByEvidence } from './judge-sequential.ts';
import { judgeByThresholds } from './judge-thresholds.ts';
import { mismatch } from './sample-ratio.ts';
import type { Judged, Rules, Tick } from './verdict.ts';

/**
 * Judges one tick. A split that is not what the weights say is blind: two sides that get other
 * requests than they should cannot be compared. It still does not hide a regression.
 */
export const judge = (rules: Rules, tick: Tick): Judged => {
  const judged =
    rules.judge === 'threshold' ? judgeByThresholds(tick) : judgeByEvidence(rules, tick);
  const { judgement } = judged;
  if (rules.weight === undefined || judgement.verdict === 'regress') return judged;
  const because = mismatch(tick, rules.weight);
  return because === undefined
    ? judged
    : { ...judged, judgement: { ...judgement, verdict: 'blind', because, safe: false } };
};
