import { decide } from '../../functions/rollout/domain/decide.ts';
import type { Decision, Snapshot } from '../../functions/rollout/domain/decision.ts';
import type { Phase, RolloutDetail } from '../../functions/rollout/domain/detail.ts';
import { freshJudgeState } from '../../functions/rollout/domain/verdict.ts';
import type { Gate, Intent, Run } from '../../functions/runs/domain/run.ts';
import type { Signal, SignalKind } from '../../functions/runs/domain/signal.ts';
import type { Split } from '../../functions/traffic/domain/traffic.ts';
import { aPlan } from './a-plan.ts';

/** A quarter of an hour before the moment at which the runs of these builders are looked at. */
export const startedAt = Date.parse('2026-03-02T11:45:00Z');
export const noon = Date.parse('2026-03-02T12:00:00Z');
export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => count * 3_600_000;

/** The evidence of a tick at noon reaches to two minutes before. */
export const evidenceUntil = noon - minutes(2);

type PhaseOf<Kind extends Phase['kind']> = Extract<Phase, { kind: Kind }>;

/** Bakes at 10 % since 11:45; not before 12:05 it may pass, and at 12:15 it ends. */
export const aBake = (changes: Partial<PhaseOf<'baking'>> = {}): PhaseOf<'baking'> => ({
  kind: 'baking',
  step: 0,
  minimumUntil: noon + minutes(5),
  maximumUntil: noon + minutes(15),
  extensions: 0,
  ...changes,
});

/** A bake whose evidence at noon is enough to pass. */
export const aRipeBake = (changes: Partial<PhaseOf<'baking'>> = {}): PhaseOf<'baking'> =>
  aBake({ minimumUntil: evidenceUntil, ...changes });

/** A bake whose evidence at noon has reached its end. */
export const anEndedBake = (changes: Partial<PhaseOf<'baking'>> = {}): PhaseOf<'baking'> =>
  aRipeBake({ maximumUntil: evidenceUntil, ...changes });

/** Held by a person at 11:50, before the traffic of its step was shifted. */
export const aHoldBeforeShift = (changes: Partial<PhaseOf<'held'>> = {}): PhaseOf<'held'> => ({
  kind: 'held',
  step: 1,
  because: 'ann holds the rollout: lunch',
  remindedAt: noon - minutes(10),
  ...changes,
});

/** Held at 10 % since 11:50 by a person, while it baked; not before 11:55 it might have passed. */
export const aHold = (changes: Partial<PhaseOf<'held'>> = {}): PhaseOf<'held'> =>
  aHoldBeforeShift({ step: 0, bake: { minimumUntil: noon - minutes(5) }, ...changes });

export const aDetail = (
  phase: Phase = aBake(),
  changes: Partial<RolloutDetail> = {},
): RolloutDetail => ({
  plan: aPlan(),
  revision: 'checkout:42',
  phase,
  sides: { stable: 'blue', canary: 'green' },
  fullTasks: 4,
  requestsPerMinute: 3_000,
  withoutData: [],
  live: { share: 10, since: startedAt, judgedFrom: startedAt + minutes(2) },
  firstShiftAt: startedAt,
  judge: freshJudgeState,
  gates: 1,
  heeded: [],
  events: 160,
  ...changes,
});

/** The weights at noon: the canary's share, and stable with the rest. */
export const aSplit = (canary = 10, changes: Partial<Split> = {}): Split => ({
  shares: { blue: 100 - canary, green: canary },
  foreign: {},
  at: noon,
  ...changes,
});

export const aGate = (kind: Gate['kind'] = 'bake', changes: Partial<Gate> = {}): Gate => ({
  id: `${kind}-1`,
  kind,
  deadline: noon + minutes(15),
  ...(kind === 'bake' && { step: 10 }),
  ...changes,
});

export const aSignal = (kind: SignalKind, changes: Partial<Signal> = {}): Signal => ({
  id: kind,
  kind,
  who: 'ann',
  why: 'because I say so',
  at: noon - 1_000,
  ...changes,
});

/** The edge of an alarm, by default a minute old and of the canary. */
export const anEdge = (alarm: Partial<NonNullable<Signal['alarm']>> = {}): Signal => {
  const edge = {
    name: 'checkout-5xx',
    side: 'canary',
    since: noon - minutes(1),
    ...alarm,
  } as const;
  return aSignal('alarm', { id: `alarm#${edge.name}@${edge.since}`, alarm: edge });
};

export const anIntent = (goal: number, changes: Partial<Intent> = {}): Intent => ({
  number: 1,
  direction: 'forward',
  goal: String(goal),
  at: startedAt,
  ...changes,
});

const seen = (verdict: NonNullable<Snapshot['judgement']>['verdict']) => ({
  verdict,
  because: `it was seen to ${verdict}`,
});

export const pass = seen('pass');
export const regress = seen('regress');
export const inconclusive = seen('inconclusive');
export const blind = seen('blind');

/** What a tick at noon has read: all is well, and no signal is unread. */
export const aSnapshot = (changes: Partial<Snapshot> = {}): Snapshot => ({
  now: noon,
  startedAt,
  evidenceUntil,
  bucketSeconds: 60,
  signals: [],
  gate: aGate(),
  intents: [anIntent(10)],
  split: aSplit(),
  alarms: [],
  judgement: pass,
  ...changes,
});

/** Decides a tick at noon of a run in this phase. */
export const decideAt = (
  phase: Phase,
  snapshot: Partial<Snapshot> = {},
  detail: Partial<RolloutDetail> = {},
): Decision => decide(aDetail(phase, detail), aSnapshot(snapshot));

export const aRun = (changes: Partial<Run<RolloutDetail>> = {}): Run<RolloutDetail> => ({
  schemaVersion: 1,
  id: 'checkout-1',
  workflow: 'rollout',
  target: 'rollout/checkout',
  executionArn: 'arn:aws:states:eu-central-1:123456789012:execution:rollout:checkout-1',
  epoch: 1,
  version: 3,
  request: { requestId: 'build-1', who: 'ci', why: 'merge', at: startedAt },
  startedAt,
  intents: [anIntent(10)],
  signalsPut: 0,
  signalsTaken: 0,
  gate: aGate(),
  detail: aDetail(),
  status: 'open',
  ...changes,
});
