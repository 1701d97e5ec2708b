import { describe, expect, it } from 'vitest';
import type { FaultPlan, Site } from '../../sandbox/account/faults.ts';
import { type Stage, withAlarms, withRollout } from '../../sandbox/scenarios/scenario.ts';
import { broken, finalShare, scenario, shifts, tried } from '../support/a-trial.ts';

const first =
  (functionName: string, action: string, fault: ReturnType<FaultPlan>): FaultPlan =>
  ({ function: caller, action: called, occurrence }: Site) =>
    caller === functionName && called === action && occurrence === 0 ? fault : undefined;

const signal = (stage: Stage, kind: string, more: Readonly<Record<string, unknown>> = {}) =>
  stage.invoke('signal-run', {
    signal: kind,
    run: stage.runId(),
    who: 'bob',
    why: 'test',
    ...more,
  });

describe('a dry run', () => {
  it('shifts nothing when its table cannot be read, and says that it broke off', async () => {
    const rehearsal = await tried(scenario('dry-run'), {
      faults: ({ function: caller, service, at }) =>
        caller === 'measure' && service === 'DynamoDB' && at > 400 && at < 530
          ? { kind: 'before', error: 'internal' }
          : undefined,
    });

    expect(shifts(rehearsal)).toEqual([]);
    expect(rehearsal.states.map(({ name }) => name)).not.toContain('Promoted');
    expect(broken(rehearsal)).toEqual([]);
    expect(rehearsal.outcome).toBe('refused');
    expect(rehearsal.notifications.at(-1)?.message).toContain('the dry run broke off');
  });

  it('tells of an alarm of the canary that rings for a few seconds only', async () => {
    const dryRun = withRollout({ dryRun: true, maximumHours: 2 });
    const rehearsal = await tried(
      scenario('dry-run', { change: (entry) => withAlarms(dryRun(entry)), world: () => ({}) }),
      {
        play: ({ at, world, cast }) => {
          at(1210, 'it rings', () => world.setAlarm(cast.canaryAlarm, 'ALARM', 'a burst'));
          at(1225, 'it is OK', () => world.setAlarm(cast.canaryAlarm, 'OK', 'it is over'));
        },
      },
    );

    const told = rehearsal.notifications.find(({ kind }) => kind === 'would-have-rolled-back');
    expect(told?.message).toMatch(/would have rolled back at .* from 25 %: alarm /);
    expect(rehearsal.because).toMatch(/it would have been rolled back at/);
    expect(broken(rehearsal)).toEqual([]);
  });
});

describe('a late or repeated invocation', () => {
  it.each([2, 3])('of end-run, %i s late, does not promote over an abort', async (afterSeconds) => {
    const rehearsal = await tried(scenario('good'), {
      faults: first('end-run', 'GetItem', { kind: 'run-twice', afterSeconds }),
      play: (stage) =>
        stage.onState('Verify traffic', 3, 'alice aborts', () =>
          stage.invoke('abort-run', { run: stage.runId(), who: 'alice', why: 'orders fail' }),
        ),
    });

    expect(rehearsal.outcome).toBe('rolled-back');
    expect(finalShare(rehearsal)).toBe(0);
    expect(broken(rehearsal)).toEqual([]);
  });

  it('of a shift, applied after finish-now, leaves no split behind', async () => {
    const rehearsal = await tried(scenario('good'), {
      faults: first('shift-traffic', 'ModifyRule', { kind: 'late-effect', seconds: 28 }),
      play: (stage) =>
        stage.on('step-reached', { afterSeconds: 1 }, 'bob finishes now', () =>
          signal(stage, 'finish-now', { step: 10 }),
        ),
    });

    expect(rehearsal.outcome).toBe('promoted');
    expect(finalShare(rehearsal)).toBe(100);
    expect(broken(rehearsal)).toEqual([]);
  });

  it('of the ending does not lose the outcome when its answer is lost', async () => {
    const rehearsal = await tried(scenario('good'), {
      faults: first('end-run', 'TransactWriteItems', { kind: 'after' }),
    });

    expect(rehearsal.outcome).toBe('promoted');
    expect(rehearsal.states.at(-1)?.name).toBe('Promoted');
    expect(rehearsal.notifications.filter(({ kind }) => kind === 'promoted')).toHaveLength(1);
  });
});

describe('a rollout that is held', () => {
  it('is judged although the answer to its shift was lost, and is rolled back', async () => {
    const onStage: { stage?: Stage } = {};
    const rehearsal = await tried(scenario('errors', { horizonMinutes: 120 }), {
      faults: (site) => {
        const lost = first('shift-traffic', 'ModifyRule', { kind: 'after' })(site);
        if (lost)
          onStage.stage?.at(
            site.at + 0.5,
            'bob holds',
            () => onStage.stage && signal(onStage.stage, 'hold'),
          );
        return lost;
      },
      play: (stage) => {
        onStage.stage = stage;
      },
    });

    expect(rehearsal.outcome).toBe('rolled-back');
    expect(rehearsal.because).not.toContain('somebody else');
    expect(finalShare(rehearsal)).toBe(0);
  });

  it('tells of a shared alarm that rings meanwhile', async () => {
    const rehearsal = await tried(scenario('good', { change: withAlarms }), {
      play: (stage) => {
        stage.at(250, 'bob holds', () => signal(stage, 'hold'));
        stage.at(300, 'the shared alarm rings', () =>
          stage.world.setAlarm(stage.cast.sharedAlarm, 'ALARM', 'test'),
        );
        stage.on('held', { afterSeconds: 300 }, 'bob resumes', (message) =>
          stage.answer(message, 'resume'),
        );
      },
    });

    const told = rehearsal.notifications.find(({ kind }) => kind === 'noticed');
    expect(told?.message).toContain('shared alarm checkout-orders-failing went to ALARM while');
    expect(rehearsal.outcome).toBe('promoted');
  });
});

describe('an alarm', () => {
  it('is heard although the first attempt to record it fails', async () => {
    const rehearsal = await tried(scenario('good', { change: withAlarms }), {
      faults: first('hear-alarm', 'TransactWriteItems', { kind: 'before', error: 'internal' }),
      play: (stage) => {
        const set = (state: 'ALARM' | 'OK') => () =>
          stage.world.setAlarm(stage.cast.canaryAlarm, state, 'test');
        stage.at(310, 'the canary alarm rings', set('ALARM'));
        stage.at(330, 'the canary alarm is OK again', set('OK'));
      },
    });

    expect(rehearsal.outcome).toBe('rolled-back');
  });
});

describe('weights that somebody else moves', () => {
  it('down to an earlier step are not raised again', async () => {
    const rehearsal = await tried(scenario('good', { horizonMinutes: 60 }), {
      play: (stage) =>
        stage.on('step-reached', { afterSeconds: 120, nth: 2 }, 'bob sets 10 by hand', () =>
          stage.world.setWeightsByHand(
            { [stage.cast.stableSide]: 90, [stage.cast.canarySide]: 10 },
            'bob',
          ),
        ),
    });

    expect(rehearsal.outcome).toBe('held');
    expect(finalShare(rehearsal)).toBe(10);
  });

  it('while the traffic drains are returned before the run ends', async () => {
    const rehearsal = await tried(scenario('errors'), {
      play: (stage) =>
        stage.on('rolled-back', { afterSeconds: 50 }, 'terraform sets 30', () =>
          stage.world.setWeightsByHand(
            { [stage.cast.stableSide]: 70, [stage.cast.canarySide]: 30 },
            'terraform',
          ),
        ),
    });

    expect(rehearsal.outcome).toBe('rolled-back');
    expect(finalShare(rehearsal)).toBe(0);
    expect(broken(rehearsal)).toEqual([]);
  });

  it('before the first shift are not touched by an abort', async () => {
    const approval = withRollout({ steps: [{ weight: 10, approval: {} }, { weight: 100 }] });
    const rehearsal = await tried(scenario('good', { change: approval }), {
      play: (stage) => {
        stage.at(100, 'terraform sets 30', () =>
          stage.world.setWeightsByHand(
            { [stage.cast.stableSide]: 70, [stage.cast.canarySide]: 30 },
            'terraform',
          ),
        );
        stage.at(130, 'bob aborts', () =>
          stage.invoke('abort-run', { run: stage.runId(), who: 'bob', why: 'test' }),
        );
      },
    });

    expect(shifts(rehearsal)).toEqual([]);
    expect(finalShare(rehearsal)).toBe(30);
  });
});

describe('trouble that is not the canary', () => {
  it('with ECS holds a shift that cannot be prepared, and does not roll back', async () => {
    const rehearsal = await tried(scenario('good', { horizonMinutes: 60 }), {
      faults: ({ service, at }) =>
        service === 'ECS' && at > 400 && at < 2000
          ? { kind: 'before', error: 'internal' }
          : undefined,
    });

    expect(rehearsal.outcome).toBe('held');
    expect(finalShare(rehearsal)).toBe(10);
  });

  it('with ECS keeps no regression from being rolled back', async () => {
    const rehearsal = await tried(scenario('errors'), {
      faults: ({ service, function: caller }) =>
        service === 'ECS' && caller === 'roll-back'
          ? { kind: 'before', error: 'internal' }
          : undefined,
    });

    expect([rehearsal.outcome, finalShare(rehearsal)]).toEqual(['rolled-back', 0]);
    expect(rehearsal.calls.some((call) => call.function === 'roll-back')).toBe(true);
    expect(broken(rehearsal)).toEqual([]);
  });

  it('with SNS neither rolls back nor loses a message', async () => {
    const held = withRollout({ hold: { deadlineMinutes: 240, reminderMinutes: 5 } });
    const rehearsal = await tried(scenario('good', { change: held, horizonMinutes: 230 }), {
      faults: ({ service, at }) =>
        service === 'SNS' && at > 120 && at < 9000 ? { kind: 'late', seconds: 10 } : undefined,
      play: (stage) => stage.at(200, 'bob holds', () => signal(stage, 'hold')),
    });

    expect(rehearsal.outcome).toBe('held');
    expect(finalShare(rehearsal)).toBe(10);
    expect(rehearsal.notifications.map(({ kind }) => kind)).toContain('held');
  });

  it('with the table while a promotion ends does not undo it', async () => {
    const rehearsal = await tried(scenario('good'), {
      faults: ({ function: caller, action, at }) =>
        caller === 'end-run' && action === 'TransactWriteItems' && at < 2900
          ? { kind: 'before', error: 'internal' }
          : undefined,
    });

    expect(rehearsal.outcome).toBe('promoted');
  });
});
