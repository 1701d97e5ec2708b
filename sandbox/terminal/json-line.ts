import type { Rehearsal, RehearsalLine } from '../rehearsal.ts';

/**
 * The one line of `--json`: exactly the fields of the contract, in its order. Wall time is the only
 * one that differs between two runs of one seed.
 */
export const jsonLine = (rehearsal: Rehearsal): string => {
  const line: RehearsalLine = {
    workflow: rehearsal.workflow,
    scenario: rehearsal.scenario,
    seed: rehearsal.seed,
    outcome: rehearsal.outcome,
    error: rehearsal.error,
    because: rehearsal.because,
    states: rehearsal.states.map(({ at, name, end }) => ({ at, name, end })),
    calls: rehearsal.calls.map((call) => ({
      at: call.at,
      function: call.function,
      service: call.service,
      action: call.action,
      mutating: call.mutating,
      fault: call.fault,
      ok: call.ok,
    })),
    notifications: rehearsal.notifications.map(({ at, id, kind, severity, subject, message }) => ({
      at,
      id,
      kind,
      severity,
      subject,
      message,
    })),
    evidence: rehearsal.evidence.map(({ at, weight, verdict, because, metrics }) => ({
      at,
      weight,
      verdict,
      because,
      metrics,
    })),
    invariants: rehearsal.invariants.map(({ name, checks, held }) => ({ name, checks, held })),
    virtualSeconds: rehearsal.virtualSeconds,
    wallMs: rehearsal.wallMs,
  };
  return JSON.stringify(line);
};
