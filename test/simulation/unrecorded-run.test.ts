import { describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../sandbox/account/faults.ts';
import type { Stack } from '../../sandbox/account/stack.ts';
import { broken, scenario, tried } from '../support/a-trial.ts';

/** No function but the one that starts the machine reaches the table. */
const tableAway: FaultPlan = ({ service, function: caller }) =>
  service === 'DynamoDB' && caller !== 'start-rollout'
    ? { kind: 'before', error: 'internal' }
    : undefined;

const kinds = ({ notifications }: Awaited<ReturnType<typeof tried>>) =>
  notifications.map(({ kind }) => kind);

describe('a run that could not be recorded', () => {
  it('is told of once when its execution is stopped in its first state', async () => {
    const rehearsal = await tried(scenario('good'), {
      play: (stage) =>
        stage.onState('Resolve plan', 1, 'bob stops it', () => stage.stopExecution()),
    });

    expect(kinds(rehearsal)).toEqual(['refused']);
    expect(rehearsal.notifications[0]?.message).toContain('ABORTED (stopped in the console)');
    expect(broken(rehearsal)).toEqual([]);
  });

  it('is told of once when the table was away until the execution had ended', async () => {
    let isAway = true;
    const rehearsal = await tried(scenario('good'), {
      faults: (site) => (isAway ? tableAway(site) : undefined),
      play: (stage) =>
        stage.onState('Run not ended', 1, 'the table is back', () => {
          isAway = false;
        }),
    });

    expect(kinds(rehearsal)).toEqual(['refused']);
    expect(rehearsal.states.at(-1)?.name).toBe('Run not ended');
  });

  it('leaves a dead letter, for which there is an alarm, when the table stays away', async () => {
    const found: Stack[] = [];
    await tried(scenario('good', { aftermathMinutes: 10 }), {
      faults: tableAway,
      onStack: (stack) => void found.push(stack),
    });

    const letters = found[0]?.account.functions.deadLetters ?? [];

    expect(letters).toContainEqual(
      expect.objectContaining({
        function: 'guard-runs',
        payload: expect.objectContaining({
          'detail-type': 'Step Functions Execution Status Change',
        }),
      }),
    );
  });
});
