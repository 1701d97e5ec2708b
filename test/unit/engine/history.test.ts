import { describe, expect, it } from 'vitest';
import {
  aGraph,
  aMachine,
  aMap,
  aParallel,
  aTask,
  aTokenTask,
} from '../../support/engine/a-machine.ts';
import { noon, runMachine } from './run-machine.ts';

describe('the history', () => {
  it('has AWS’s events of a task, a choice, a wait and a listen that times out', async () => {
    const machine = aMachine({
      Work: aTask('work', { Next: 'Which?' }),
      'Which?': { Type: 'Choice', Choices: [{ Condition: true, Next: 'Wait' }] },
      Wait: { Type: 'Wait', Seconds: 1, Next: 'Listen' },
      Listen: aTokenTask({
        TimeoutSeconds: 9,
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Bad' }],
        Next: 'Bad',
      }),
      Bad: { Type: 'Fail', Error: 'A' },
    });

    const { types } = await runMachine(machine);

    expect(types).toEqual([
      'ExecutionStarted',
      ...['TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSucceeded', 'TaskStateExited'],
      ...['ChoiceStateEntered', 'ChoiceStateExited'],
      ...['WaitStateEntered', 'WaitStateExited'],
      ...['TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskTimedOut'],
      'TaskStateExited',
      'FailStateEntered',
      'ExecutionFailed',
    ]);
  });

  it('has a failed evaluation with its place before the failure of the execution', async () => {
    const machine = aMachine({ Show: { Type: 'Pass', Output: { a: '{% $no %}' }, End: true } });

    const { execution } = await runMachine(machine);

    const error = 'States.QueryEvaluationError';
    expect(execution.history.slice(-2)).toMatchObject([
      {
        id: 3,
        previousEventId: 2,
        type: 'EvaluationFailed',
        details: { error, location: 'Output/a', state: 'Show' },
      },
      { id: 4, previousEventId: 3, type: 'ExecutionFailed', details: { error } },
    ]);
  });

  it('repeats the events of a task, not of its entry, for each retry', async () => {
    const machine = aMachine({ Work: aTask('work', { Retry: [{ ErrorEquals: ['A'] }] }) });

    const { types } = await runMachine(machine, { functions: { work: [{ throws: 'A' }, {}] } });

    expect(types.slice(1, -1)).toEqual([
      'TaskStateEntered',
      ...['TaskScheduled', 'TaskStarted', 'TaskFailed'],
      ...['TaskScheduled', 'TaskStarted', 'TaskSucceeded'],
      'TaskStateExited',
    ]);
  });

  it('records the aborted state before the aborted execution', async () => {
    const { types } = await runMachine(aMachine({ Listen: aTokenTask() }), {
      meanwhile: [{ at: 1, does: (execution) => execution.stop() }],
    });

    expect(types.slice(-2)).toEqual(['TaskStateAborted', 'ExecutionAborted']);
  });

  it('names States.Timeout only in the last event when the machine times out', async () => {
    const machine = aMachine({ Listen: aTokenTask() }, { TimeoutSeconds: 5 });

    const { execution } = await runMachine(machine);

    expect(execution.history.at(-1)).toEqual({
      id: 6,
      previousEventId: 0,
      timestamp: noon + 5_000,
      type: 'ExecutionTimedOut',
      details: { error: 'States.Timeout' },
    });
  });

  it('chains the events of each branch by themselves', async () => {
    const branch = (name: string) => ({
      StartAt: name,
      States: { [name]: { Type: 'Wait', Seconds: 1, End: true } },
    });
    const machine = aMachine({
      Both: { Type: 'Parallel', Branches: [branch('A'), branch('B')], End: true },
    });

    const { execution } = await runMachine(machine);

    expect(execution.history.map(({ id, previousEventId }) => [id, previousEventId])).toEqual([
      [1, 0],
      [2, 0],
      [3, 2],
      ...[4, 5].map((id) => [id, 3]),
      ...[6, 7].map((id) => [id, id - 2]),
      [8, 7],
      [9, 8],
      [10, 9],
    ]);
  });

  it('has the parameters, limits and resource of a task, and the variables a state assigned', async () => {
    const machine = aMachine({
      Work: aTask('work', { TimeoutSeconds: 30, Assign: { a: 1 }, Output: 2 }),
    });

    const { execution } = await runMachine(machine, { input: { x: 1 } });

    expect(execution.history[2]?.details).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
      region: 'eu-west-1',
      parameters: { FunctionName: 'work', Payload: { x: 1 } },
      timeoutInSeconds: 30,
    });
    expect(execution.history[5]?.details).toEqual({
      name: 'Work',
      output: 2,
      assignedVariables: { a: 1 },
    });
  });

  it('has what a Parallel aborted before its failure', async () => {
    const machine = aParallel([
      aGraph('Slow', { Type: 'Wait', Seconds: 900, End: true }),
      aGraph('Bad', aTask('work')),
    ]);

    const { types } = await runMachine(machine, {
      functions: { work: [{ takes: 1, throws: 'A' }] },
    });

    expect(types.slice(-4)).toEqual([
      'TaskFailed',
      'WaitStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('has the iterations of a Map, and those it aborted', async () => {
    const machine = aMap(aTask('work', { Arguments: { FunctionName: '{% $states.input %}' } }), {
      Items: ['slow', 'bad'],
    });

    const { types } = await runMachine(machine, {
      functions: { slow: [{ takes: 9 }], bad: [{ takes: 1, throws: 'A' }] },
    });

    expect(types.filter((type) => type.startsWith('Map') || type.endsWith('Aborted'))).toEqual([
      'MapStateEntered',
      'MapStateStarted',
      'MapIterationStarted',
      'MapIterationStarted',
      'MapIterationFailed',
      'TaskStateAborted',
      'MapIterationAborted',
      'MapStateFailed',
    ]);
  });
});
