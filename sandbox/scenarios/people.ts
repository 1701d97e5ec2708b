import {
  type Cast,
  minutes,
  type Scenario,
  type Stage,
  withAlarms,
  withRollout,
} from './scenario.ts';

const base = { workflow: 'rollout', sample: 'checkout', horizonMinutes: 150 } as const;

const approvalBefore50 = (deadlineMinutes: number) =>
  withRollout({
    steps: [{ weight: 10 }, { weight: 50, approval: { deadlineMinutes } }, { weight: 100 }],
  });

const third = 'rehearsed-third';

/** A target group of the load balancer that the catalogue does not name; an alias needs only a version. */
const thirdSide = ({ target }: Cast) => {
  if (target.kind === 'lambda-alias') return {};
  const [{ targetGroup } = { targetGroup: '' }] = Object.values(target.sides);
  const other = targetGroup.replace(/targetgroup\/.*/, `targetgroup/${third}/0123456789abcdef`);
  return { otherSides: { [third]: { targetGroup: other, service: third } } };
};

const divert = ({ cast, world }: Stage): void => {
  if (cast.target.kind === 'lambda-alias') world.deploy(cast.canarySide, cast.nextRevision);
  const side = cast.target.kind === 'lambda-alias' ? cast.nextRevision : third;
  world.setWeightsByHand({ [cast.stableSide]: 70, [side]: 30 }, 'terraform');
};

/** Rollouts that wait for people, and people who answer, or do not. */
export const people: readonly Scenario[] = [
  {
    ...base,
    name: 'operator-abort',
    story: 'A person aborts in the middle of a bake, and the traffic is back in seconds.',
    expected: 'rolled-back',
    play: (stage) =>
      stage.on('step-reached', { afterSeconds: minutes(4) }, 'alice aborts', (message) =>
        stage.answer(message, 'abort'),
      ),
  },
  {
    ...base,
    name: 'abort-during-promotion',
    story: 'A person aborts while the last step is shifted; the promotion does not end over it.',
    expected: 'rolled-back',
    play: (stage) =>
      stage.onState('Shift traffic', 3, 'alice aborts during the promotion', () =>
        stage.invoke('abort-run', {
          run: stage.runId(),
          who: 'alice',
          why: 'customers report failed orders',
        }),
      ),
  },
  {
    ...base,
    name: 'hold-resume',
    story: 'A person holds the rollout, looks, and resumes; it is promoted.',
    expected: 'promoted',
    play: (stage) => {
      stage.on('step-reached', { afterSeconds: minutes(3) }, 'alice holds', (message) =>
        stage.answer(message, 'hold'),
      );
      stage.on('held', { afterSeconds: minutes(12) }, 'alice resumes', (message) =>
        stage.answer(message, 'resume'),
      );
    },
  },
  {
    ...base,
    name: 'hold-deadline',
    story: 'A held rollout is not answered; at its deadline the traffic goes back.',
    expected: 'rolled-back',
    change: withRollout({ hold: { deadlineMinutes: 45, reminderMinutes: 15 } }),
    play: (stage) =>
      stage.on('step-reached', { afterSeconds: minutes(3) }, 'alice holds and leaves', (message) =>
        stage.answer(message, 'hold'),
      ),
  },
  {
    ...base,
    name: 'approval-given',
    story: 'The step to 50 % waits for approval, and gets it.',
    expected: 'promoted',
    change: approvalBefore50(240),
    play: (stage) =>
      stage.on('approval-needed', { afterSeconds: minutes(7) }, 'alice approves', (message) =>
        stage.answer(message, 'approve'),
      ),
  },
  {
    ...base,
    name: 'approval-declined',
    story: 'The step to 50 % waits for approval, and is declined: the traffic goes back.',
    expected: 'rolled-back',
    change: approvalBefore50(240),
    play: (stage) =>
      stage.on('approval-needed', { afterSeconds: minutes(7) }, 'alice declines', (message) =>
        stage.answer(message, 'decline'),
      ),
  },
  {
    ...base,
    name: 'approval-deadline',
    story: 'Nobody answers an approval; at its deadline the traffic goes back.',
    expected: 'rolled-back',
    change: approvalBefore50(30),
  },
  {
    ...base,
    name: 'approve-twice',
    story:
      'Two people approve the same gate: the first counts, the second is refused with a sentence.',
    expected: 'promoted',
    change: withRollout({
      steps: [{ weight: 10 }, { weight: 50, approval: {} }, { weight: 100, approval: {} }],
    }),
    play: (stage) => {
      stage.on('approval-needed', { afterSeconds: minutes(2) }, 'alice approves', (message) => {
        stage.answer(message, 'approve');
      });
      stage.on('approval-needed', { afterSeconds: minutes(3) }, 'bob approves too', (message) =>
        stage.answer(message, 'approve'),
      );
      stage.on('approval-needed', { afterSeconds: minutes(2), nth: 2 }, 'bob approves', (message) =>
        stage.answer(message, 'approve'),
      );
    },
  },
  {
    ...base,
    name: 'rollback-retried',
    story:
      'Traffic goes to a third target, so a rollback calls an operator, who is reminded, mends it, retries and releases.',
    expected: 'needs-operator',
    aftermathMinutes: 70,
    world: thirdSide,
    play: (stage) => {
      const { cast, world } = stage;
      stage.on('step-reached', { afterSeconds: minutes(3) }, 'terraform diverts 30 %', () =>
        divert(stage),
      );
      stage.on('held', { afterSeconds: minutes(2) }, 'alice aborts', (message) =>
        stage.answer(message, 'abort'),
      );
      stage.on('reminder', { afterSeconds: 60 }, 'alice takes the third one out', () =>
        world.setWeightsByHand({ [cast.stableSide]: 90, [cast.canarySide]: 10 }, 'alice'),
      );
      stage.on('reminder', { afterSeconds: 90 }, 'alice retries the rollback', (message) =>
        stage.answer(message, 'return the traffic'),
      );
      stage.on('rolled-back', { afterSeconds: 30 }, 'alice releases the lease', (message) =>
        stage.answer(message, 'release the lease'),
      );
    },
  },
  {
    ...base,
    name: 'alarm-mid-bake',
    story: 'An alarm of the canary goes off between two ticks; the traffic is back in seconds.',
    expected: 'rolled-back',
    change: withAlarms,
    play: (stage) =>
      stage.on('step-reached', { afterSeconds: minutes(5) + 23 }, 'the canary alarm rings', () =>
        stage.world.setAlarm(stage.cast.canaryAlarm, 'ALARM', 'Threshold crossed'),
      ),
  },
  {
    ...base,
    name: 'shared-alarm',
    story: 'An alarm goes off that may speak of either side: the rollout holds and asks.',
    expected: 'held',
    horizonMinutes: 40,
    change: withAlarms,
    play: (stage) =>
      stage.on('step-reached', { afterSeconds: minutes(5) }, 'the shared alarm rings', () =>
        stage.world.setAlarm(stage.cast.sharedAlarm, 'ALARM', 'Threshold crossed'),
      ),
  },
];
