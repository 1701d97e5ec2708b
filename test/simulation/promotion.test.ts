import { describe, expect, it } from 'vitest';
import { type Stage, withRollout } from '../../sandbox/scenarios/scenario.ts';
import { broken, finalShare, scenario, tried } from '../support/a-trial.ts';

const baked = scenario('good', {
  change: withRollout({
    steps: [{ weight: 10 }, { weight: 100, bake: { minimumMinutes: 5, maximumMinutes: 10 } }],
  }),
  horizonMinutes: 60,
});

const deployOver = (stage: Stage): void =>
  stage.on('step-reached', { afterSeconds: 120, nth: 2 }, 'CI deploys over it', () =>
    stage.world.deploy(stage.cast.canarySide, stage.cast.nextRevision, 1),
  );

describe('a rollout whose last step bakes', () => {
  it('is not promoted once another revision runs on the canary side', async () => {
    const rehearsal = await tried(baked, { play: deployOver });

    expect(rehearsal.outcome).toBe('held');
    expect(rehearsal.because).toMatch(/^not promoted: green runs checkout:43 .* not just .*:42$/);
    expect(finalShare(rehearsal)).toBe(100);
    expect(broken(rehearsal)).toEqual([]);
  });

  it('is promoted when its revision is back and the hold is resumed', async () => {
    const rehearsal = await tried(baked, {
      play: (stage) => {
        deployOver(stage);
        stage.on('held', { afterSeconds: 30 }, 'CI deploys it again', () =>
          stage.world.deploy(stage.cast.canarySide, stage.cast.canaryRevision, 1),
        );
        stage.on('held', { afterSeconds: 300 }, 'bob resumes', (message) =>
          stage.answer(message, 'resume'),
        );
      },
    });

    expect(rehearsal.outcome).toBe('promoted');
    expect(broken(rehearsal)).toEqual([]);
  });

  it('is not promoted while it cannot be seen what the canary side runs', async () => {
    const rehearsal = await tried(baked, {
      faults: ({ service, function: name }) =>
        service === 'ECS' && name === 'measure' ? { kind: 'before', error: 'internal' } : undefined,
    });

    expect(rehearsal.outcome).toBe('held');
    expect(rehearsal.because).toMatch(/^not promoted: whether .* could not be read: ECS service /);
    expect(broken(rehearsal)).toEqual([]);
  });
});

describe('a canary side that autoscaling changes at the moment of a shift', () => {
  const scaledTo = (tasks: number) => (stage: Stage) =>
    stage.onState('Shift traffic', 2, 'autoscaling sets the canary tasks', () =>
      stage.world.scale(stage.cast.canarySide, tasks),
    );

  it('is shifted to while it starts more tasks than it needs', async () => {
    const rehearsal = await tried(scenario('good'), { play: scaledTo(14) });

    expect(rehearsal.outcome).toBe('promoted');
    expect(broken(rehearsal)).toEqual([]);
  });

  it('keeps what it has while it is too small for more', async () => {
    const rehearsal = await tried(scenario('good', { horizonMinutes: 30 }), { play: scaledTo(1) });

    expect(rehearsal.because).toMatch(/^the canary side is too small for 50 %: 1 healthy of/);
    expect([rehearsal.outcome, finalShare(rehearsal)]).toEqual(['held', 10]);
    expect(broken(rehearsal)).toEqual([]);
  });
});
