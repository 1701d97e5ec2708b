import type { EngineCase } from './a-case.ts';
import { aMachine, aPass, aTask } from './a-machine.ts';

const payloadOf = (Payload: unknown, expected: unknown, input: unknown = {}): EngineCase => ({
  name: `sends ${JSON.stringify(expected)} as payload for ${JSON.stringify(Payload)}`,
  machine: aMachine({ Work: aTask('work', { Arguments: { FunctionName: 'work', Payload } }) }),
  input,
  expected: { status: 'SUCCEEDED', payloads: { work: [expected] } },
});

const answer = (value: unknown): EngineCase => ({
  name: `takes ${JSON.stringify(value)} as an answer`,
  machine: aMachine({ Work: aTask('work', { Output: '{% $states.result.Payload %}' }) }),
  functions: { work: [{ answers: value }] },
  expected: { status: 'SUCCEEDED', output: value },
});

const fails = (name: string, more: object, error: string, eventCount: number): EngineCase => ({
  name,
  machine: aMachine({ Work: aTask('work', more) }),
  expected: { status: 'FAILED', error, paths: ['Work'], eventCount },
});

/** What a task sends to a function and makes of its answer. */
export const taskCases: readonly EngineCase[] = [
  {
    name: 'answers what lambda:invoke answers, in five events',
    machine: aMachine({
      Work: aTask('work', {
        Output: '{% $states.result.[Payload, StatusCode, ExecutedVersion] %}',
      }),
    }),
    functions: { work: [{ answers: { weight: 10 } }] },
    expected: { status: 'SUCCEEDED', output: [{ weight: 10 }, 200, '$LATEST'], eventCount: 7 },
  },
  {
    name: 'answers the whole result where it says no output',
    machine: aMachine({
      Work: aTask('work', { Next: 'Show' }),
      Show: aPass({ Output: '{% $states.input.Payload.weight %}' }),
    }),
    functions: { work: [{ answers: { weight: 10 } }] },
    expected: { status: 'SUCCEEDED', output: 10 },
  },
  {
    name: 'shapes its result by Output and Assign',
    machine: aMachine({
      Work: aTask('work', {
        Output: '{% $states.result.Payload.a %}',
        Assign: { b: '{% $states.result.Payload.b %}' },
        Next: 'Done',
      }),
      Done: { Type: 'Succeed', Output: ['{% $states.input %}', '{% $b %}'] },
    }),
    functions: { work: [{ answers: { a: 1, b: 2 } }] },
    expected: { status: 'SUCCEEDED', output: [1, 2], variables: { b: 2 } },
  },
  {
    name: 'sees its input beside its result',
    machine: aMachine({
      Work: aTask('work', { Output: '{% $merge([$states.input, $states.result.Payload]) %}' }),
    }),
    input: { a: 1 },
    functions: { work: [{ answers: { b: 2 } }] },
    expected: { status: 'SUCCEEDED', output: { a: 1, b: 2 } },
  },
  {
    name: 'takes an answer of nothing as null',
    machine: aMachine({ Work: aTask('work', { Output: '{% $states.result.Payload %}' }) }),
    expected: { status: 'SUCCEEDED', output: null },
  },
  answer('text "quoted"\n'),
  answer([]),
  answer([1]),
  answer(0),
  answer({ deep: [{ er: null }] }),
  payloadOf('{% $states.input.list %}', [1, 2], { list: [1, 2] }),
  payloadOf(
    { run: '{% $states.input.id %}', at: [1, '{% 1 + 1 %}'] },
    { run: 'r', at: [1, 2] },
    { id: 'r' },
  ),
  payloadOf('plain', 'plain'),
  payloadOf({ name: '{% $states.context.Execution.Name %}' }, { name: 'run-1' }),
  {
    name: 'sends an empty object when it says no payload',
    machine: aMachine({ Work: aTask('work', { Arguments: { FunctionName: 'work' } }) }),
    input: { a: 1 },
    expected: { status: 'SUCCEEDED', payloads: { work: [{}] } },
  },
  {
    name: 'invokes the function whose name it computes',
    machine: aMachine({
      Work: aTask('', { Arguments: { FunctionName: "{% 'wo' & 'rk' %}", Payload: 1 } }),
    }),
    expected: { status: 'SUCCEEDED', payloads: { work: [1] } },
  },
  {
    name: 'fails with the error that the function threw, and its cause as JSON text',
    machine: aMachine({ Work: aTask('work') }),
    functions: { work: [{ throws: 'DriftError' }] },
    expected: {
      status: 'FAILED',
      error: 'DriftError',
      cause: '{"errorType":"DriftError","errorMessage":"DriftError happened","trace":[]}',
      paths: ['Work'],
      eventCount: 6,
    },
  },
  {
    name: 'fails with the name of a fault of Lambda itself',
    machine: aMachine({ Work: aTask('work') }),
    functions: { work: [{ throws: 'Lambda.TooManyRequestsException' }] },
    expected: { status: 'FAILED', error: 'Lambda.TooManyRequestsException', paths: ['Work'] },
  },
  {
    name: 'times out when the function takes longer than TimeoutSeconds',
    machine: aMachine({ Work: aTask('work', { TimeoutSeconds: 2 }) }),
    functions: { work: [{ takes: 9 }] },
    expected: { status: 'FAILED', error: 'States.Timeout', cause: undefined, seconds: 2 },
  },
  {
    name: 'times out when the invocation was killed and never answers',
    machine: aMachine({ Work: aTask('work', { TimeoutSeconds: '{% $states.input.limit %}' }) }),
    input: { limit: 1 },
    functions: { work: [{ isKilled: true }] },
    expected: { status: 'FAILED', error: 'States.Timeout', seconds: 1, eventCount: 6 },
  },
  {
    name: 'ignores the answer of a function that comes after the task timed out',
    machine: aMachine({
      Work: aTask('work', {
        TimeoutSeconds: 1,
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Wait' }],
        Next: 'Done',
      }),
      Wait: { Type: 'Wait', Seconds: 3, Next: 'Done' },
      Done: { Type: 'Succeed', Output: '{% $states.input.Error %}' },
    }),
    functions: { work: [{ takes: 2 }] },
    expected: {
      status: 'SUCCEEDED',
      output: 'States.Timeout',
      paths: ['Work', 'Wait', 'Done'],
      seconds: 4,
    },
  },
  fails(
    'fails when TimeoutSeconds is computed to be a text',
    { TimeoutSeconds: "{% 'soon' %}" },
    'States.QueryEvaluationError',
    4,
  ),
  fails(
    'fails before it is scheduled when its Arguments are undefined',
    { Arguments: { FunctionName: 'work', Payload: { a: ['{% $missing %}'] } } },
    'States.QueryEvaluationError',
    4,
  ),
  fails(
    'fails after it succeeded when its Output is undefined',
    { Output: '{% $states.result.Payload.missing %}' },
    'States.QueryEvaluationError',
    7,
  ),
  fails(
    'fails after it succeeded when its Assign is undefined',
    { Assign: { a: '{% $states.result.Payload.missing %}' } },
    'States.QueryEvaluationError',
    7,
  ),
  {
    name: 'has no task token without waitForTaskToken',
    machine: aMachine({
      Work: aTask('work', {
        Arguments: { FunctionName: 'work', Payload: '{% $states.context.Task.Token %}' },
      }),
    }),
    expected: { status: 'FAILED', error: 'States.QueryEvaluationError' },
  },
];
