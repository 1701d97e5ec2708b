import type { Ledger } from './ledger.ts';
import type { Movement } from './movement.ts';
import type { Claim, Rule } from './rule.ts';
import { hasEnded, type SeenRun } from './runs.ts';
import { sideAtEnd } from './sides.ts';
import { sharesText } from './weights.ts';

/** A person's change after the run's last reading of the weights could not be known to it. */
const couldNotKnow = ({ weights }: Ledger, { id }: SeenRun): boolean =>
  weights.handAt() > weights.readAt(id);

const checkOneSide = (run: SeenRun, ledger: Ledger, claim: Claim): void => {
  const side = sideAtEnd(run);
  if (side === undefined || !ledger.hasMoved(run.id)) return;
  const shares = ledger.weights.now();
  claim(
    (shares[side] ?? 0) === 100 || couldNotKnow(ledger, run),
    () => `run ${run.id} ended as ${run.outcome}, but the weights are ${sharesText(shares)}`,
  );
  claim(
    !ledger.health.wasSeenDown(side),
    () =>
      `run ${run.id} ended as ${run.outcome} with all the traffic on ${side}, which was seen without a healthy target`,
  );
};

const checkUnmoved = (run: SeenRun, ledger: Ledger, claim: Claim): void =>
  claim(!ledger.hasMoved(run.id), () => `run ${run.id} ended as ${run.outcome} and moved traffic`);

const checkOwned = (run: SeenRun, { reader, leases }: Ledger, at: number, claim: Claim): void => {
  const kinds = [
    ...reader.items('unsent', `${run.id}/`),
    ...reader.items(`run#${run.id}`, 'message#'),
  ].map(({ kind }) => kind);
  claim(
    kinds.includes('needs-operator'),
    () => `run ${run.id} needs an operator, and no message says so`,
  );
  const holder = leases.at(run.target, at)?.holder;
  claim(
    run.epoch === 0 || holder === run.id,
    () =>
      `run ${run.id} needs an operator and does not keep the lease of ${run.target} (${holder})`,
  );
};

/** Never towards a side that was seen without a healthy target. */
const checkTowards = ({ before, after }: Movement, ledger: Ledger, claim: Claim): void => {
  for (const [side, share] of Object.entries(after)) {
    if (share <= (before[side] ?? 0)) continue;
    claim(
      !ledger.health.wasSeenDown(side),
      () =>
        `${side} was given ${share} % of the traffic after it was seen without a healthy target`,
    );
  }
};

/**
 * All the traffic of an ended run is on one healthy side, or the run says who must act and keeps the
 * lease. Refused and watched runs moved nothing.
 */
export const endedOnOneHealthySide: Rule = {
  name: 'ended-on-one-healthy-side',
  checks: ({ ledger, claim }) => {
    let last: { readonly run: SeenRun; readonly at: number } | undefined;
    return {
      onStep: ({ record, runs, movement }) => {
        const at = record.appliedAt ?? record.at;
        if (movement && record.error === undefined) checkTowards(movement, ledger, claim);
        for (const change of runs) {
          if (!hasEnded(change)) continue;
          const { after } = change;
          if (after.outcome === 'needs-operator') checkOwned(after, ledger, at, claim);
          else if (sideAtEnd(after) === undefined) checkUnmoved(after, ledger, claim);
          else checkOneSide(after, ledger, claim);
          last = { run: after, at };
        }
      },
      atEnd: () => {
        if (!last || ledger.weights.handAt() > last.at) return;
        if (ledger.runs.all().every(({ status }) => status !== 'open'))
          checkOneSide(last.run, ledger, claim);
      },
    };
  },
};
