import * as z from 'zod/mini';
import { ChangeFailedError } from '../platform/errors.ts';
import { now } from '../platform/runtime.ts';
import { task } from '../platform/task.ts';
import type { Run } from '../runs/domain/run.ts';
import { sendMessages } from '../runs/outbox.ts';
import type { Decision, Notice } from './domain/decision.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { Failure, failureSentence, TaskInput } from './domain/inputs.ts';
import { toReturn } from './domain/make-decision.ts';
import { loadRun } from './load-run.ts';
import { decidedBefore, type Next, recordDecision } from './record-decision.ts';
import { type Return, returnTraffic } from './return-traffic.ts';

const Input = z.extend(TaskInput, {
  /** The error that brought the run here, if one did. */
  failure: z.nullish(Failure),
  /** The second time, after the longest call that may still have been under way. */
  late: z._default(z.boolean(), false),
});
type Input = z.output<typeof Input>;
type Returning = Extract<RolloutDetail['phase'], { kind: 'returning' }>;

/** How long to wait for the canary's traffic to be seen gone. */
const drainMinutes = 10;
const retrySeconds = 20;

const reasonOf = (failure: Failure | null | undefined): string =>
  failure ? failureSentence(failure) : 'the rollout could not go on';

const returningPhase = (run: Run<RolloutDetail>, { failure }: Input): Returning => {
  const { phase } = run.detail;
  if (phase.kind === 'returning') return phase;
  const because = phase.kind === 'draining' ? phase.because : reasonOf(failure);
  const decided = toReturn(run.detail, now(), because).detail.phase;
  if (decided.kind !== 'returning') throw new RangeError('phase.kind: a return must be returning');
  return decided;
};

/** The decision that follows an attempt to return the traffic, and what people are told of it. */
export const afterReturn = (
  detail: RolloutDetail,
  phase: Returning,
  result: Return,
  late: boolean,
): Decision => {
  const at = now();
  const settled = {
    ...detail,
    phase,
    live: { share: result.state === 'partly' ? result.share : 0, since: at, judgedFrom: at },
  };
  switch (result.state) {
    case 'returned':
      return returned(settled, phase, result.because, late);
    case 'foreign':
      return operator({ ...detail, phase }, `${phase.because}; ${result.because}`);
    default: {
      const sentence = `${phase.because}; ${result.because}`;
      if (at >= phase.until)
        return operator(result.state === 'partly' ? settled : { ...detail, phase }, sentence);
      const isNews = detail.returnBecause !== result.because;
      const notice: Notice = {
        kind: 'noticed',
        severity: 'critical',
        sentence: `rolling back: ${sentence}`,
      };
      return {
        action: 'roll-back',
        detail: {
          ...(result.state === 'partly' ? settled : { ...detail, phase }),
          returnBecause: result.because,
        },
        decision: result.state === 'partly' ? 'roll back in part' : 'try to roll back again',
        because: sentence,
        notices: isNews ? [notice] : [],
      };
    }
  }
};

const operator = (detail: RolloutDetail, because: string): Decision => ({
  action: 'needs-operator',
  detail,
  decision: 'needs operator',
  because,
  notices: [],
});

const returned = (
  detail: RolloutDetail,
  phase: Returning,
  because: string,
  late: boolean,
): Decision => {
  const at = now();
  const sentence = `${because}. Because: ${phase.because}`;
  if (detail.firstShiftAt === undefined)
    return {
      action: 'end-rolled-back',
      detail: { ...detail, phase: { ...phase, kind: 'draining', until: at } },
      decision: 'nothing to return',
      because: phase.because,
      notices: [],
      gate: null,
    };
  if (late)
    return {
      action: 'listen-draining',
      detail: {
        ...detail,
        phase: { ...phase, kind: 'draining', until: at + drainMinutes * 60_000 },
      },
      decision: 'weights are still back',
      because: 'no late call of this run moved the weights again',
      notices: [],
      gate: null,
    };
  return {
    action: 'verify-late',
    detail: { ...detail, returnTold: true },
    decision: 'weights are back',
    because: sentence,
    notices: detail.returnTold
      ? []
      : [
          {
            kind: 'rolled-back',
            severity: 'warning',
            sentence: `the weights are back: ${sentence}`,
          },
        ],
    gate: null,
  };
};

/** A dry run moves nothing, not even back: what brought it here ends it. */
const breakOff = async (run: Run<RolloutDetail>, input: Input): Promise<Next> => {
  const recorded = await recordDecision(run, input.entry, {
    action: 'end-refused',
    detail: run.detail,
    decision: 'break off the dry run',
    because: reasonOf(input.failure),
    notices: [],
    gate: null,
  });
  if (recorded) return recorded.next;
  throw new ChangeFailedError(`The end of run ${run.id} could not be recorded. Retrying helps.`);
};

/**
 * Returns the traffic: declares the intent that forbids every later forward shift, moves as much as
 * stable can carry, reads it back and tells. The late pass reads again after the longest call that
 * may still have been under way, and converges again.
 */
export const rollBack = async (input: Input): Promise<Next> => {
  const run = await loadRun(input);
  const before = decidedBefore(run, input.entry);
  if (before && before.action !== 'returning') return before;
  if (run.detail.plan.rollout.dryRun) return breakOff(run, input);
  const phase = returningPhase(run, input);
  const declared = await recordDecision(
    run,
    input.entry,
    {
      action: 'returning',
      detail: { ...run.detail, phase },
      decision: input.late ? undefined : 'return the traffic',
      because: phase.because,
      notices: [],
      gate: null,
    },
    { intent: { direction: 'return', goal: '0' } },
  );
  if (!declared)
    throw new ChangeFailedError(
      `The return of run ${run.id} could not be declared. Retrying helps.`,
    );
  const result = await returnTraffic(declared.run);
  const decision = afterReturn(declared.run.detail, phase, result, input.late);
  const recorded = await recordDecision(declared.run, input.entry, decision);
  await sendMessages(run.id);
  if (!recorded)
    throw new ChangeFailedError(
      `The return of run ${run.id} could not be recorded. Retrying helps.`,
    );
  return {
    ...recorded.next,
    listenSeconds:
      recorded.next.action === 'roll-back' ? retrySeconds : recorded.next.listenSeconds,
  };
};

export const handler = task(Input, rollBack);
