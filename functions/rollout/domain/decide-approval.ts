import { seenBy } from './decide-bake.ts';
import { type Decision, type Snapshot, stepOf } from './decision.ts';
import type { RolloutDetail } from './detail.ts';
import { toHold, toReturn, toShift, waitOn } from './make-decision.ts';
import { toShiftOn } from './shift-on.ts';

/** A run that waits for approval before a step. Its current step is judged all the while. */
export const decideApproval = (detail: RolloutDetail, snapshot: Snapshot): Decision | undefined => {
  if (detail.phase.kind !== 'approval') return undefined;
  const { gate, now, signals } = snapshot;
  const { step } = detail.phase;
  const { approval, weight } = stepOf(detail, step);
  const approved = signals.find(
    ({ kind, gate: answers }) => kind === 'approve' && answers === gate?.id,
  );
  if (approved)
    return toShiftOn(
      detail,
      snapshot,
      step,
      `${approved.who} approved ${gate?.id}: ${approved.why}`,
    );
  if (gate && now >= gate.deadline) {
    const because = `nobody answered ${gate.id} before its deadline of ${approval?.deadlineMinutes} minutes`;
    if (approval?.action !== 'advance') return toReturn(detail, now, because);
    const seen = seenBy(snapshot);
    return detail.firstShiftAt === undefined || seen.verdict === 'pass'
      ? toShift(detail, step, `${because}, and the plan then advances`)
      : toHold(
          detail,
          now,
          `${because}; the plan would advance, but the verdict is ${seen.verdict}: ${seen.because}`,
        );
  }
  return waitOn(detail, `step ${weight} % waits for approval`);
};
