import { endedOnOneHealthySide } from './ended-on-one-healthy-side.ts';
import { everyOutcomeTold } from './every-outcome-told.ts';
import { createLedger } from './ledger.ts';
import { lostLeaseIsStill } from './lost-lease-is-still.ts';
import { noAdvanceUnproven } from './no-advance-unproven.ts';
import { noForwardAfterReturn } from './no-forward-after-return.ts';
import { noSecretLeaks } from './no-secret-leaks.ts';
import { nobodyOverwritten } from './nobody-overwritten.ts';
import { onlyOursChanged } from './only-ours-changed.ts';
import { ontoItsRevision } from './onto-its-revision.ts';
import type { InvariantWatch, Probe, Violation } from './probe.ts';
import { regressionReturned } from './regression-returned.ts';
import type { Checks, Claim, Rule } from './rule.ts';
import { signalHeeded } from './signal-heeded.ts';
import { signalOnce } from './signal-once.ts';

/** What must be true of every rollout, whatever goes wrong. */
export const invariants: readonly Rule[] = [
  endedOnOneHealthySide,
  noForwardAfterReturn,
  noAdvanceUnproven,
  ontoItsRevision,
  regressionReturned,
  lostLeaseIsStill,
  everyOutcomeTold,
  signalOnce,
  signalHeeded,
  onlyOursChanged,
  nobodyOverwritten,
  noSecretLeaks,
];

interface Watched {
  readonly name: string;
  readonly checks: Checks;
  readonly count: () => number;
}

/**
 * Watches the invariants from now on, before the first call: after every call that a service has
 * handled and once at the end.
 *
 *     const watch = watchInvariants({ account, tableName, published, executions, target, world,
 *       secrets: ['canary-...'] });
 *     ... the rehearsal, and three more minutes after its last run has ended ...
 *     watch.end(jsonLine(rehearsal));
 *     const invariants = watch.results();
 */
export const watchInvariants = (probe: Probe): InvariantWatch => {
  const { account } = probe;
  const ledger = createLedger(probe);
  const violations: Violation[] = [];

  const watch = ({ name, checks }: Rule): Watched => {
    let count = 0;
    const claim: Claim = (held, sentence) => {
      count += 1;
      if (held) return;
      const at = (account.clock.now - account.startedAt) / 1_000;
      violations.push({ invariant: name, at, sentence: sentence() });
    };
    return { name, checks: checks({ probe, ledger, claim }), count: () => count };
  };
  const watched = invariants.map(watch);

  const stop = account.log.observe((record) => {
    const step = ledger.follow(record);
    for (const { checks } of watched) checks.onStep?.(step);
  });

  return {
    violations,
    end: (line) => {
      stop();
      for (const { checks } of watched) checks.atEnd?.(line);
    },
    results: () =>
      watched.map(({ name, count }) => ({
        name,
        checks: count(),
        held: violations.every(({ invariant }) => invariant !== name),
      })),
  };
};
