import { describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../sandbox/account/faults.ts';
import type { Stack } from '../../sandbox/account/stack.ts';
import type { Scenario, Stage } from '../../sandbox/scenarios/scenario.ts';
import { broken, finalShare, scenario, shifts, tried } from '../support/a-trial.ts';

const balancing = 'Elastic Load Balancing v2';

/** Switches stickiness on and leaves the weights as they are. */
const makeSticky = ({ account }: Stack, { cast: { target } }: Stage): void => {
  if (target.kind !== 'alb') throw new Error('only a rule can be sticky');
  const { Rules } = account.callAs('operator', balancing, 'DescribeRules', {
    RuleArns: [target.rule],
  }) as { Rules: [{ Actions: [{ ForwardConfig: object }] }] };
  const [{ Actions }] = Rules;
  const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 600 };
  account.callAs('operator', balancing, 'ModifyRule', {
    RuleArn: target.rule,
    Actions: Actions.map((action) => ({
      ...action,
      TargetGroupArn: undefined,
      ForwardConfig: { ...action.ForwardConfig, TargetGroupStickinessConfig },
    })),
  });
};

/** Plays a scenario in which terraform makes the rule sticky when a part says so. */
const withSticky = (
  played: Scenario,
  play: (stage: Stage, becomesSticky: () => void) => void,
): ReturnType<typeof tried> => {
  const found: { stack?: Stack } = {};
  return tried(played, {
    onStack: (stack) => {
      found.stack = stack;
    },
    play: (stage) => play(stage, () => found.stack && makeSticky(found.stack, stage)),
  });
};

describe('a rule that becomes sticky', () => {
  it('in a bake holds the rollout and says what is allowed', async () => {
    const rehearsal = await withSticky(scenario('good', { horizonMinutes: 40 }), (stage, sticky) =>
      stage.on('step-reached', { afterSeconds: 200 }, 'terraform makes the rule sticky', sticky),
    );

    const held = rehearsal.notifications.find(({ kind }) => kind === 'held');
    expect(rehearsal.outcome).toBe('held');
    expect(finalShare(rehearsal)).toBe(10);
    expect(held?.message).toContain('the rule was changed by somebody else: Rule arn:aws');
    expect(held?.message).toContain('allowed: no stickiness, or allowSticky in the catalogue');
    expect(held?.message).toMatch(/[^.]\. Who did it: /);
  });

  it.each([
    ['Shift traffic', 1, 0],
    ['Verify traffic', 1, 10],
    ['Shift traffic', 2, 10],
    ['Verify traffic', 3, 100],
  ])('at %s (%i) leaves the canary with %i percent and holds', async (state, nth, share) => {
    const rehearsal = await withSticky(scenario('good', { horizonMinutes: 60 }), (stage, sticky) =>
      stage.onState(state, nth, 'terraform makes the rule sticky', sticky),
    );

    expect(rehearsal.outcome).toBe('held');
    expect(finalShare(rehearsal)).toBe(share);
    expect(rehearsal.states.filter(({ name }) => name === state)).toHaveLength(nth);
  });

  it('does not keep an abort from returning the traffic', async () => {
    const rehearsal = await withSticky(scenario('good'), (stage, sticky) => {
      stage.on('step-reached', { afterSeconds: 200 }, 'terraform makes the rule sticky', () => {
        sticky();
        const { stableSide, canarySide } = stage.cast;
        stage.world.setWeightsByHand({ [stableSide]: 90, [canarySide]: 10 }, 'terraform');
      });
      stage.on('held', { afterSeconds: 60 }, 'alice aborts', (message) =>
        stage.answer(message, 'abort'),
      );
    });

    expect(rehearsal.outcome).toBe('rolled-back');
    expect(broken(rehearsal)).toEqual([]);
    expect(rehearsal.calls.filter(({ action }) => action === 'ModifyRule')).toHaveLength(2);
  });
});

describe('weights that cannot be read back after a shift', () => {
  const unreadable = (until: number): { readonly faults: FaultPlan } => {
    let hasShifted = false;
    return {
      faults: ({ function: name, action, at }) => {
        hasShifted ||= name === 'verify-traffic';
        return hasShifted && action === 'DescribeRules' && at < until
          ? { kind: 'before', error: 'internal' }
          : undefined;
      },
    };
  };

  it('hold the rollout, which goes on once they can be and a person resumes it', async () => {
    const rehearsal = await tried(scenario('good'), {
      ...unreadable(300),
      play: (stage) =>
        stage.on('held', { afterSeconds: 600 }, 'alice resumes', (message) =>
          stage.answer(message, 'resume'),
        ),
    });

    const held = rehearsal.notifications.filter(({ kind }) => kind === 'held');
    expect(held).toHaveLength(1);
    expect(held[0]?.message).toContain('the weights could not be read back: Rule arn:aws');
    expect(rehearsal.outcome).toBe('promoted');
    expect(broken(rehearsal)).toEqual([]);
  });

  it('are judged from the moment they are read, so that a regression is rolled back', async () => {
    const rehearsal = await tried(scenario('errors'), unreadable(300));

    expect(rehearsal.outcome).toBe('rolled-back');
    expect(rehearsal.because).toMatch(/on the canary against/);
    expect(finalShare(rehearsal)).toBe(0);
    expect(broken(rehearsal)).toEqual([]);
  });

  it('for longer than a late call may take are blamed on nobody', async () => {
    const rehearsal = await tried(scenario('good', { horizonMinutes: 60 }), unreadable(900));

    expect(rehearsal.outcome).toBe('held');
    expect(rehearsal.because).toContain('the weights could not be read back');
    expect(finalShare(rehearsal)).toBe(10);
    expect(shifts(rehearsal)).toHaveLength(1);
  });
});
