import type { Ledger } from './ledger.ts';
import type { Movement } from './movement.ts';
import type { Rule, Step } from './rule.ts';
import type { SeenRun } from './runs.ts';

/** What a run set, or may have set if the answer was lost. */
const ownShares = ({ detail, intents }: SeenRun): readonly number[] => [
  detail.live?.share ?? 0,
  ...intents.map(({ goal }) => Number(goal)),
];

const foundShare = ({ detail }: SeenRun, { before }: Movement): number =>
  Math.round(before[detail.sides?.canary ?? ''] ?? 0);

/** The run whose forward shift a movement is, unless somebody acted after it was declared. */
const shiftingRun = ({ record }: Step, ledger: Ledger): SeenRun | undefined => {
  const declared = ledger.declaredBy(record.invocation);
  if (declared?.direction !== 'forward' || ledger.weights.handAt() > declared.at) return undefined;
  return ledger.runs.find(declared.runId);
};

/**
 * A shift forward overwrites no weights that its run saw somebody else set, and an alias that was
 * changed since it was read is left alone: its RevisionId is another. The weights of a rule have no
 * such precondition, and a window remains that is documented.
 */
export const nobodyOverwritten: Rule = {
  name: 'nobody-overwritten',
  checks: ({ probe, ledger, claim }) => ({
    onStep: (step) => {
      const { record, caller, movement } = step;
      if (!movement || record.error !== undefined) return;
      const [handAt, readAt] = [
        ledger.weights.handAt(),
        ledger.weights.readAt(caller?.runId ?? ''),
      ];
      if (probe.target.kind === 'lambda-alias')
        claim(
          handAt <= readAt,
          () =>
            `${record.function} overwrote what somebody set at ${handAt} s, and had read the alias at ${readAt} s`,
        );
      const run = shiftingRun(step, ledger);
      if (!run) return;
      const share = foundShare(run, movement);
      claim(
        ownShares(run).includes(share),
        () => `run ${run.id} overwrote ${share} %, which somebody else had set`,
      );
    },
  }),
};
