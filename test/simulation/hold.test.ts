import { describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../sandbox/account/faults.ts';
import type { Stage } from '../../sandbox/scenarios/scenario.ts';
import { broken, finalShare, scenario, tried } from '../support/a-trial.ts';

const signal = (stage: Stage, kind: string, more: Readonly<Record<string, unknown>> = {}) =>
  stage.invoke('signal-run', {
    signal: kind,
    run: stage.runId(),
    who: 'bob',
    why: 'lunch',
    ...more,
  });

const resumeLater = (stage: Stage): void =>
  stage.on('held', { afterSeconds: 60 }, 'bob resumes', (message) =>
    stage.answer(message, 'resume'),
  );

describe('a hold that is resumed', () => {
  it('takes nothing off the bake that it interrupts', async () => {
    const { outcome, weights } = await tried(scenario('good'), {
      play: (stage) => {
        stage.at(330, 'bob holds', () => signal(stage, 'hold'));
        resumeLater(stage);
      },
    });

    const [ten, fifty] = [10, 50].map((share) => weights.find(({ canary }) => canary === share));
    expect(outcome).toBe('promoted');
    expect((fifty?.at ?? 0) - (ten?.at ?? 0)).toBeGreaterThan(20 * 60);
  });

  it('still waits for a late shift before the end', async () => {
    const faults: FaultPlan = ({ function: name, action, occurrence }) => {
      if (name === 'check-rollout' && action === 'DescribeRules' && occurrence < 2)
        return { kind: 'late', seconds: 4.5 };
      return name === 'shift-traffic' && action === 'ModifyRule' && occurrence === 0
        ? { kind: 'late-effect', seconds: 29 }
        : undefined;
    };

    const rehearsal = await tried(scenario('good'), {
      faults,
      play: (stage) => {
        stage.on('step-reached', { afterSeconds: 1 }, 'bob finishes now', () =>
          signal(stage, 'finish-now', { step: 10 }),
        );
        stage.on('step-reached', { afterSeconds: 2, nth: 2 }, 'bob holds', () =>
          signal(stage, 'hold'),
        );
        stage.on('held', { afterSeconds: 2 }, 'bob resumes', (message) =>
          stage.answer(message, 'resume'),
        );
      },
    });

    expect(finalShare(rehearsal)).toBe(100);
    expect(broken(rehearsal)).toEqual([]);
  });
});

describe('a hold that is read together with a resume', () => {
  it('is not run over', async () => {
    const faults: FaultPlan = ({ function: name, action, at }) =>
      name === 'signal-run' && action === 'SendTaskSuccess' && at > 1_400
        ? { kind: 'before', error: 'internal' }
        : undefined;

    const rehearsal = await tried(scenario('good', { horizonMinutes: 30 }), {
      faults,
      play: (stage) => {
        stage.onState('Shift traffic', 2, 'bob holds', () => signal(stage, 'hold'));
        resumeLater(stage);
        stage.on('held', { afterSeconds: 70 }, 'ann holds', () =>
          signal(stage, 'hold', { who: 'ann' }),
        );
      },
    });

    const told = rehearsal.notifications.filter(({ kind }) => kind === 'held');
    expect(finalShare(rehearsal)).toBe(10);
    expect(broken(rehearsal)).toEqual([]);
    expect(told).toHaveLength(2);
    expect(told.at(-1)?.subject).toMatch(/ann holds the rollout: lunch/);
  });
});
