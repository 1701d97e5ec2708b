import * as z from 'zod/mini';
import { ChangeFailedError } from '../platform/errors.ts';
import { count } from '../platform/observability.ts';
import { task } from '../platform/task.ts';
import type { Ending } from '../runs/domain/change.ts';
import { checkEntry, checkEpoch, checkOpen } from '../runs/domain/guards.ts';
import type { Run } from '../runs/domain/run.ts';
import { drainMailbox, refusals } from '../runs/drain-mailbox.ts';
import { sendMessages } from '../runs/outbox.ts';
import { findRun, readRun } from '../runs/record.ts';
import type { Decision, Notice } from './domain/decision.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { DeployRequest, Failure, failureSentence, TaskInput } from './domain/inputs.ts';
import {
  decidedBefore,
  type Next,
  recordDecision,
  toMeasure,
  unreadSignal,
} from './record-decision.ts';
import { tellRefusal } from './tell-refusal.ts';

const Input = z.extend(TaskInput, {
  outcome: z.enum(['promoted', 'rolled-back', 'refused', 'needs-operator', 'watched']),
  failure: z.nullish(Failure),
  /** What the execution was started with, to tell of a run that was refused before it was recorded. */
  request: z.extend(DeployRequest, { at: z.number() }),
});
type Input = z.output<typeof Input>;

const metricOf = {
  promoted: 'Promoted',
  'rolled-back': 'RolledBack',
  refused: 'Refused',
  'needs-operator': 'NeedsOperator',
} as const;

/** Counted again when the answer of an ending was lost: an alarm rather rings twice than never. */
const countOutcome = (outcome: Input['outcome']): void => {
  if (outcome !== 'watched') count(metricOf[outcome]);
};

/** A late invocation must not end as a success what has gone another way since. */
const mayEnd = ({ detail }: Run<RolloutDetail>, outcome: Input['outcome']): boolean => {
  const { phase, plan } = detail;
  if (outcome === 'watched') return phase.kind === 'watching';
  return phase.kind === 'baking' && phase.step === plan.rollout.steps.length - 1;
};

const reasonOf = ({ detail, decided }: Run<RolloutDetail>, input: Input): string => {
  const decidedFor = decided?.result;
  if (decidedFor?.action === 'needs-operator' || decidedFor?.action === 'end-refused')
    return String(decidedFor.because);
  if (input.failure) return failureSentence(input.failure);
  if ('because' in detail.phase && input.outcome === 'rolled-back') return detail.phase.because;
  const because = decided?.result.because;
  return typeof because === 'string' ? because : `the rollout was ${input.outcome}`;
};

const errorOf = (input: Input): string | undefined => {
  switch (input.outcome) {
    case 'rolled-back':
      return 'RolledBackError';
    case 'needs-operator':
      return 'NeedsOperatorError';
    case 'refused':
      // Only a dry run is refused by a decision instead of by an error.
      return input.failure?.Error ?? 'DryRunBrokenOffError';
    default:
      return undefined;
  }
};

/** What people are told of an outcome; the rolled-back one was told when the weights were back. */
export const noticesOf = (ending: Ending, run: Run<RolloutDetail>): Notice[] => {
  const { sides, firstShiftAt } = run.detail;
  switch (ending.outcome) {
    case 'promoted':
      return [
        {
          kind: 'promoted',
          severity: 'info',
          sentence: `${sides?.canary} has all the traffic and is stable from now on; ${ending.because}`,
        },
      ];
    case 'rolled-back':
      return firstShiftAt === undefined
        ? [
            {
              kind: 'rolled-back',
              severity: 'warning',
              sentence: `the rollout ended before any traffic was shifted: ${ending.because}`,
            },
          ]
        : [];
    case 'refused':
      return [
        {
          kind: 'refused',
          severity: 'warning',
          sentence: `${run.detail.plan.rollout.dryRun ? 'the dry run broke off' : 'the rollout was refused'}, no traffic was moved. ${ending.because}`,
        },
      ];
    case 'needs-operator':
      return [
        {
          kind: 'needs-operator',
          severity: 'critical',
          sentence: `a person must act: ${ending.because}. The lease of ${run.target} is kept, so that no rollout starts over it`,
        },
      ];
    case 'watched':
      return [
        { kind: 'watched', severity: 'info', sentence: `the dry run ended: ${ending.because}` },
      ];
  }
};

const ended = (run: Run<RolloutDetail>, ending: Ending): Decision => ({
  action: 'ended',
  detail: run.detail,
  decision: `end as ${ending.outcome}`,
  because: ending.because,
  notices: noticesOf(ending, run),
  gate: null,
});

/** Tells of a run that was refused before it could be recorded. */
const refuseUnrecorded = async (input: Input): Promise<Next> => {
  const because = input.failure ? failureSentence(input.failure) : 'it could not be recorded';
  const error = input.failure?.Error ?? 'InvalidInputError';
  await tellRefusal(input.run.id, input.request, { name: error, message: because });
  return {
    action: 'ended',
    listenSeconds: 1,
    because,
    error,
  };
};

/**
 * Ends a run in one transaction: outcome, message and the release of the lease, only over an empty
 * mailbox. A promotion with an unread signal is not ended but measured again; other endings answer
 * what is unread with the ending itself. `needs-operator` keeps the lease.
 */
export const endRun = async (input: Input): Promise<Next> => {
  if (!(await findRun(input.run.id)) && input.outcome === 'refused') return refuseUnrecorded(input);
  const found = checkEpoch(await readRun<RolloutDetail>(input.run.id), input.run.epoch);
  const before = decidedBefore(found, input.entry);
  if (before) {
    if (before.action === 'ended') countOutcome(input.outcome);
    await sendMessages(found.id);
    return { ...before, error: found.error };
  }
  const isSteered = input.outcome === 'promoted' || input.outcome === 'watched';
  const open = checkEntry(checkOpen(found), input.entry);
  if (isSteered && !mayEnd(open, input.outcome))
    return toMeasure(`the run is ${open.detail.phase.kind}`);
  const { run, taken } = isSteered ? { run: open, taken: [] } : await drainMailbox(open);
  const ending: Ending = {
    outcome: input.outcome,
    because: reasonOf(run, input),
    error: errorOf(input),
  };
  const recorded = await recordDecision(run, input.entry, ended(run, ending), {
    taken,
    timeline: refusals(taken, input.outcome),
    onlyIfNoSignals: true,
    onlyIfNotReturning: isSteered,
    end: ending,
  });
  if (!recorded && isSteered) return toMeasure(unreadSignal);
  if (!recorded)
    throw new ChangeFailedError(
      `A signal arrived while run ${run.id} ended. Retrying reads it first.`,
    );
  countOutcome(input.outcome);
  await sendMessages(run.id);
  return { ...recorded.next, error: ending.error };
};

export const handler = task(Input, endRun);
