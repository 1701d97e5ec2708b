import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../functions/rollout/domain/decision.ts';
import type { Phase, RolloutDetail } from '../../../functions/rollout/domain/detail.ts';
import { aPlan } from '../../support/a-plan.ts';
import {
  aBake,
  aGate,
  aHold,
  anEdge,
  anEndedBake,
  aRipeBake,
  aSignal,
  aSplit,
  decideAt,
  minutes,
  noon,
  regress,
  startedAt,
} from '../../support/a-run.ts';

type Said = readonly [
  what: string,
  phase: Phase,
  snapshot: Partial<Snapshot>,
  detail: Partial<RolloutDetail>,
  decision: string | undefined,
  because: string,
  sentences: readonly string[],
];

const sharedAlarm = {
  name: 'orders-failing',
  side: 'shared',
  state: 'ALARM',
  since: noon - minutes(1),
} as const;
const waiting = { kind: 'approval', step: 1 } as const;
const approvalGate = aGate('approval');

const gatedPlan = aPlan({
  steps: [{ weight: 10 }, { weight: 50, approval: { deadlineMinutes: 30 } }, { weight: 100 }],
});

const cases: readonly Said[] = [
  [
    'a step that warms up',
    aBake(),
    { judgement: undefined },
    {},
    undefined,
    'the step is still warming up',
    [],
  ],
  [
    'an alarm without data',
    aBake(),
    { alarms: [{ ...sharedAlarm, state: 'INSUFFICIENT_DATA' }] },
    {},
    undefined,
    'alarm orders-failing has insufficient data',
    [],
  ],
  [
    'a skipped wait',
    aBake(),
    { signals: [aSignal('skip-wait', { gate: 'bake-1' })] },
    {},
    'skip the wait',
    'ann skips the rest of the wait; the step still has to pass: because I say so',
    [],
  ],
  [
    'a bake that its plan extends',
    anEndedBake(),
    { judgement: { verdict: 'inconclusive', because: 'too few requests' } },
    {},
    'extend the bake',
    'the bake ended inconclusive: too few requests; extended (1 of 2)',
    ['the bake ended inconclusive: too few requests; extended (1 of 2)'],
  ],
  [
    'a promotion without a bake, at once',
    aBake({ step: 2, minimumUntil: noon }),
    { split: aSplit(100), gate: undefined },
    { live: { share: 100, since: startedAt, judgedFrom: startedAt } },
    'promote',
    'all traffic is on the new revision',
    [],
  ],
  [
    'a promotion without a bake, while a late call may still take effect',
    aBake({ step: 2, minimumUntil: noon + 1 }),
    { split: aSplit(100), gate: undefined },
    { live: { share: 100, since: startedAt, judgedFrom: startedAt } },
    undefined,
    'the weights are read once more before the end',
    [],
  ],
  [
    'a hold that is resumed',
    aHold(),
    { gate: aGate('hold'), signals: [aSignal('resume', { gate: 'hold-1' })] },
    {},
    'resume',
    'ann resumed hold-1: because I say so',
    ['ann resumed hold-1: because I say so'],
  ],
  [
    'a hold that is extended',
    aHold(),
    { gate: aGate('hold'), signals: [aSignal('extend', { gate: 'hold-1' })] },
    {},
    'extend the hold',
    'ann extended hold-1: because I say so',
    [],
  ],
  [
    'a hold',
    aHold({ remindedAt: noon - minutes(60) + 1 }),
    { gate: aGate('hold') },
    {},
    undefined,
    'held: ann holds the rollout: lunch',
    [],
  ],
  [
    'a hold that is an hour old',
    aHold({ remindedAt: noon - minutes(60) }),
    { gate: aGate('hold') },
    {},
    'remind',
    'held: ann holds the rollout: lunch',
    ['still held: ann holds the rollout: lunch'],
  ],
  [
    'a shared alarm that rings while it is held',
    aHold(),
    { gate: aGate('hold'), alarms: [sharedAlarm], signals: [anEdge({ ...sharedAlarm })] },
    {},
    undefined,
    'held: ann holds the rollout: lunch',
    [
      'shared alarm orders-failing went to ALARM while the rollout is held; resuming goes on over it',
    ],
  ],
  [
    'two shared alarms',
    aBake(),
    { alarms: [sharedAlarm, { ...sharedAlarm, name: 'queue' }] },
    {},
    'hold',
    'shared alarm orders-failing, queue went to ALARM during the rollout; the canary alone is not blamed for it',
    [
      'shared alarm orders-failing, queue went to ALARM during the rollout; the canary alone is not blamed for it',
    ],
  ],
  [
    'an approval that is waited for',
    waiting,
    { gate: approvalGate },
    { plan: gatedPlan },
    undefined,
    'step 50 % waits for approval',
    [],
  ],
  [
    'an approval that is given',
    waiting,
    { gate: approvalGate, signals: [aSignal('approve', { gate: 'approval-1' })] },
    { plan: gatedPlan },
    'advance to 50 %',
    'ann approved approval-1: because I say so',
    [],
  ],
  [
    'an approval that nobody gave in time',
    waiting,
    { gate: aGate('approval', { deadline: noon }) },
    { plan: gatedPlan },
    'roll back',
    'nobody answered approval-1 before its deadline of 30 minutes',
    [],
  ],
  [
    'a step that asks for approval',
    aRipeBake(),
    {},
    { plan: gatedPlan },
    'wait for approval',
    'step 50 % waits for approval: it was seen to pass',
    ['step 50 % waits for approval: it was seen to pass'],
  ],
  [
    'a shift that nothing forbids',
    { kind: 'shifting', step: 1 },
    {},
    {},
    'advance to 50 %',
    'no signal forbids the shift',
    [],
  ],
  ['a regression', aBake(), { judgement: regress }, {}, 'roll back', 'it was seen to regress', []],
];

describe('what is said of a decision', () => {
  it.each(cases)('about %s', (_what, phase, snapshot, detail, decision, because, sentences) => {
    const decided = decideAt(phase, snapshot, detail);

    expect(decided.decision).toBe(decision);
    expect(decided.because).toBe(because);
    expect(decided.notices.map(({ sentence }) => sentence)).toEqual(sentences);
  });
});
