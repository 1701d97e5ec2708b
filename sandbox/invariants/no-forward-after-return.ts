import type { Ledger } from './ledger.ts';
import type { Claim, Rule, Step } from './rule.ts';
import { newIntents, type RunChange } from './runs.ts';

/** The longest that a change may take effect after it was sent (docs of the traffic adapters). */
const windowSeconds = 30;

const checkIntents = (change: RunChange, claim: Claim): void => {
  for (const intent of newIntents(change)) {
    if (intent.direction !== 'forward') continue;
    const returned = change.after.intents.find(
      ({ direction, number }) => direction === 'return' && number < intent.number,
    );
    claim(
      returned === undefined,
      () =>
        `run ${change.after.id} declared a shift to ${intent.goal} % (intent ${intent.number}) after its return (intent ${returned?.number})`,
    );
  }
};

const checkMovement = ({ record, caller }: Step, ledger: Ledger, claim: Claim): void => {
  const declared = ledger.declaredBy(record.invocation);
  const isGuardian = caller?.function === 'guard-runs';
  claim(
    declared !== undefined || isGuardian,
    () => `${record.function} changed the weights by ${record.action} without a declared intent`,
  );
  if (declared?.direction !== 'forward') return;
  const returnedAt = ledger.returnedAt(declared.runId);
  if (returnedAt === undefined) return;
  const late = (record.appliedAt ?? record.at) - returnedAt;
  claim(
    declared.at <= returnedAt,
    () => `a forward shift of run ${declared.runId} that was declared after its return took effect`,
  );
  claim(
    late <= windowSeconds,
    () =>
      `a forward shift of run ${declared.runId} took effect ${late.toFixed(1)} s after its return was declared; at most ${windowSeconds} s are allowed`,
  );
};

/**
 * After a return intent no forward shift is declared. One that was under way by then may take effect
 * within the documented window; that it is repaired is seen when the run ends.
 */
export const noForwardAfterReturn: Rule = {
  name: 'no-forward-after-return',
  checks: ({ ledger, claim }) => ({
    onStep: (step) => {
      for (const change of step.runs) checkIntents(change, claim);
      if (step.movement && step.record.error === undefined) checkMovement(step, ledger, claim);
    },
  }),
};
