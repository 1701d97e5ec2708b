import { type Deviation, inEach } from './deviation.ts';

const runtime = { error: 'States.Runtime' };
const noHash = { output: 'Function $hash is currently not supported' };

/** What moto makes of JSONata. */
export const expressionDeviations: readonly Deviation[] = [
  {
    name: 'an expression that throws or gives a wrong type is a States.Runtime that nothing catches',
    wrong: 'moto',
    decidedBy:
      'Transforming data with JSONata, "Handling expression errors": type error, type incompatibility and value out of range throw States.QueryEvaluationError, which Catch and Retry can list',
    cases: {
      ...inEach(
        runtime,
        'refuses an error that is no text',
        'ends the run when a condition is no boolean',
        'compares no numbers with texts',
        'ends the run when the timestamp is none',
        'fails when TimeoutSeconds is computed to be a text',
        'fails for $parse("{")',
        'fails for "a" + 1',
        'fails for $number("a")',
        'fails for $error("stop")',
        'fails for $assert(false, "must hold")',
      ),
      'catches an evaluation that threw': {
        status: 'FAILED',
        output: undefined,
        paths: { main: ['Work'] },
        ...runtime,
      },
    },
  },
  {
    name: 'Wait takes seconds that are no whole number',
    wrong: 'moto',
    decidedBy:
      'Wait workflow state, "Seconds": an expression must evaluate to an integer from 0 to 99999999; the error is that of "Handling expression errors"',
    cases: inEach(
      { status: 'SUCCEEDED', output: {}, error: undefined },
      'ends the run when the seconds are no whole number',
      'ends the run when the seconds are a text',
      'ends the run when the seconds are negative',
    ),
  },
  {
    name: 'no $ anywhere in an expression',
    wrong: 'moto',
    decidedBy:
      'AWS agent toolkit for Step Functions, "Data Transformation Patterns": $ and $$ cannot be used at the top level; inside a predicate or a step they are JSONata’s context',
    cases: {
      'goes to Yes for {% $count($states.input.list[$ > 1]) = 2 %}': {
        status: 'FAILED',
        output: undefined,
        paths: { main: ['Good?'] },
        ...runtime,
      },
      'answers [1,4,9] for [1..3].($ * $)': { status: 'FAILED', output: undefined, ...runtime },
    },
  },
  {
    name: 'no $hash, $uuid and $random with a seed',
    wrong: 'moto',
    decidedBy:
      'Transforming data with JSONata, "JSONata functions provided by Step Functions": $hash, $uuid, $random with an optional seed',
    cases: {
      'answers "a9993e364706816aba3e25717850c26c9cd0d89d" for $hash("abc", "SHA-1")': noHash,
      ...inEach(
        { status: 'SUCCEEDED', error: undefined, ...noHash },
        'fails for $hash("abc")',
        'fails for $hash("abc", "CRC")',
      ),
      'answers 36 for $length($uuid())': { output: 41 },
      'answers true for $random(7) = $random(7)': {
        status: 'FAILED',
        output: undefined,
        ...runtime,
      },
    },
  },
  {
    name: 'a literal text keeps the backslashes of its JSON',
    wrong: 'moto',
    decidedBy: 'RFC 8259, section 7: in a JSON text \\" stands for a quotation mark',
    cases: {
      'fails with the error and cause that variables hold': {
        cause: 'weights \\"moved\\"',
        variables: { failure: { Error: 'DriftError', Cause: 'weights \\"moved\\"' } },
      },
    },
  },
  {
    name: 'no RedriveCount in the context object',
    wrong: 'moto',
    decidedBy: 'Accessing execution data from the Context object, "Context object fields"',
    cases: {
      'answers 0 for $states.context.Execution.RedriveCount': {
        status: 'FAILED',
        output: undefined,
        error: 'States.QueryEvaluationError',
      },
    },
  },
  {
    name: 'no Source in the item of a Map',
    wrong: 'moto',
    decidedBy:
      'Accessing execution data from the Context object, "Context object data for Map states": STATE_DATA for state input',
    cases: {
      'reads the item, its index and its source inside an iteration': {
        output: [
          { Index: 0, Value: 'a' },
          { Index: 1, Value: 'b' },
        ],
      },
    },
  },
  {
    name: 'times in the context object end with +00:00',
    wrong: 'moto',
    decidedBy:
      'Accessing execution data from the Context object, example: 2019-03-26T20:14:13.192Z',
    cases: inEach(
      { output: false },
      'answers true for $contains($states.context.Execution.StartTime, /^[0-9T:.-]+Z$/)',
      'answers true for $contains($states.context.State.EnteredTime, /^[0-9T:.-]+Z$/)',
    ),
  },
];
