import { invocation, type MessageDraft } from '../../runs/domain/message.ts';
import type { Gate, MessageKind, Run } from '../../runs/domain/run.ts';
import type { Notice } from './decision.ts';
import { currentStep } from './decision.ts';
import type { RolloutDetail } from './detail.ts';
import { hasShifted } from './operator.ts';

const headlines: Readonly<Record<MessageKind, string>> = {
  started: 'rollout started',
  'step-reached': 'step reached',
  held: 'HELD, waits for you',
  reminder: 'still held, waits for you',
  'approval-needed': 'waits for your approval',
  'rolled-back': 'ROLLED BACK',
  'traffic-gone': 'traffic is gone from the canary',
  promoted: 'promoted',
  refused: 'rollout refused',
  'needs-operator': 'NEEDS AN OPERATOR',
  'would-have-rolled-back': 'would have rolled back (dry run)',
  watched: 'dry run ended',
  noticed: 'notice',
};

const you = { who: '<you>', why: '<reason>' };

type Answers = MessageDraft['answers'];

const gateAnswers = (runId: string, gate: Gate | undefined): Answers => {
  if (!gate) return [];
  const named = { run: runId, gate: gate.id };
  const signal = (kind: string) => invocation('signal-run', { ...named, signal: kind, ...you });
  switch (gate.kind) {
    case 'approval':
      return [
        {
          to: 'approve',
          command: invocation('approve-run', { ...named, answer: 'approve', ...you }),
        },
        {
          to: 'decline and roll back',
          command: invocation('approve-run', { ...named, answer: 'decline', ...you }),
        },
      ];
    case 'hold':
      return [
        { to: 'resume', command: signal('resume') },
        { to: 'extend the hold', command: signal('extend') },
      ];
    case 'bake':
    case 'watch':
      return [];
  }
};

const operatorAnswers = (detail: RolloutDetail): Answers => {
  const asked = { service: detail.plan.service, ...you };
  const retry = {
    to: `return the traffic to ${detail.sides?.stable}`,
    command: invocation('retry-rollback', asked),
  };
  const release = {
    to: 'release the lease, when the weights are as you want them',
    command: invocation('release-lease', asked),
  };
  return hasShifted(detail) ? [retry, release] : [release];
};

/** The commands that answer a run as it stands: what its gate takes, and how to stop it. */
export const answersOf = (run: Run<RolloutDetail>, gate: Gate | undefined): Answers => {
  if (run.status === 'ended') return [];
  if (run.status === 'needs-operator') return operatorAnswers(run.detail);
  if (run.detail.phase.kind === 'returning' || run.detail.phase.kind === 'draining') return [];
  const abort = {
    to: run.detail.plan.rollout.dryRun ? 'stop the dry run' : 'abort and roll back',
    command: invocation('abort-run', { run: run.id, ...you }),
  };
  if (gate?.kind !== 'bake') return [...gateAnswers(run.id, gate), abort];
  const bake = (kind: string) =>
    invocation('signal-run', { run: run.id, gate: gate.id, signal: kind, ...you });
  return [
    abort,
    { to: 'hold', command: invocation('signal-run', { run: run.id, signal: 'hold', ...you }) },
    { to: 'skip the rest of this wait', command: bake('skip-wait') },
    { to: 'extend this bake', command: bake('extend') },
  ];
};

const look = (run: string): Answers => [{ to: 'look', command: invocation('run-status', { run }) }];

const weightsFact = ({ detail: { sides, live }, status }: Run<RolloutDetail>): string[] => {
  if (!sides) return [];
  const share = live?.share ?? 0;
  const known = status === 'needs-operator' ? 'Weights as this run last read them' : 'Weights';
  return [
    `${known}: canary (${sides.canary}) ${share} %, stable (${sides.stable}) ${100 - share} %`,
  ];
};

const headlineOf = ({ status }: Run<RolloutDetail>, kind: MessageKind): string =>
  kind === 'reminder' && status === 'needs-operator' ? 'REMINDER' : headlines[kind];

const deadlineFact = (gate: Gate | undefined, detail: RolloutDetail): string[] => {
  if (gate?.kind !== 'hold' && gate?.kind !== 'approval') return [];
  const { hold, steps } = detail.plan.rollout;
  const action =
    gate.kind === 'hold'
      ? hold.action
      : (steps[currentStep(detail)]?.approval?.action ?? 'roll-back');
  return [`Deadline: ${new Date(gate.deadline).toISOString()}, then: ${action}`];
};

/** Dresses a notice of a rollout: what, why, the circumstances, and the exact commands to answer. */
export const rolloutMessage = (
  run: Run<RolloutDetail>,
  notice: Notice,
  gate: Gate | undefined,
): MessageDraft => {
  const { detail } = run;
  const { plan, revision } = detail;
  const asks =
    notice.kind !== 'refused' && notice.kind !== 'noticed' && notice.kind !== 'traffic-gone';
  return {
    kind: notice.kind,
    severity: notice.severity,
    headline: `${plan.service}: ${headlineOf(run, notice.kind)} - ${notice.sentence}`,
    sentence: `${plan.service}: ${notice.sentence}`,
    facts: [
      `Revision: ${revision}`,
      ...weightsFact(run),
      ...(detail.last && notice.kind !== 'started'
        ? [`Last verdict: ${detail.last.verdict}: ${detail.last.because}`]
        : []),
      `Asked for by: ${run.request.who} (${run.request.why})`,
      `Owner: ${plan.owner}`,
      ...deadlineFact(gate, detail),
      `Run: ${run.id}`,
    ],
    answers: [...(asks ? answersOf(run, gate) : []), ...look(run.id)],
  };
};
