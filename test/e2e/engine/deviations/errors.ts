import { type Deviation, inEach } from './deviation.ts';

const large = 'x'.repeat(200_000);
const uncaught = {
  status: 'FAILED',
  output: undefined,
  error: 'States.QueryEvaluationError',
} as const;

/** What moto catches and retries, and what it does not. */
export const errorDeviations: readonly Deviation[] = [
  {
    name: 'Output and Arguments of a Parallel are evaluated where no Retry or Catch sees them',
    wrong: 'moto',
    decidedBy:
      'Transforming data with JSONata, "Handling expression errors": Task, Map and Parallel can catch the error and retry on it',
    cases: {
      'retries a failed evaluation of the output, invoking again': {
        ...uncaught,
        payloads: { work: [{}] },
        invoked: ['work'],
      },
      'catches a failed evaluation of the Output after the task succeeded': {
        ...uncaught,
        paths: { main: ['Work'] },
      },
      'catches its own Arguments that are undefined': { ...uncaught, paths: { main: ['Both'] } },
    },
  },
  {
    name: 'States.TaskFailed matches no error of Step Functions itself',
    wrong: 'moto',
    decidedBy:
      'Handling errors, "Error names": States.TaskFailed matches any known error name except States.Timeout',
    cases: {
      'catches a failed evaluation by States.TaskFailed': {
        ...uncaught,
        paths: { main: ['Work'] },
      },
    },
  },
  {
    name: 'States.ALL catches States.DataLimitExceeded',
    wrong: 'moto',
    decidedBy:
      'Handling errors, "Error names": States.ALL cannot catch the terminal error States.DataLimitExceeded',
    cases: {
      'does not catch States.DataLimitExceeded by States.ALL': {
        status: 'SUCCEEDED',
        output: {
          Error: 'States.DataLimitExceeded',
          Cause:
            "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
        },
        error: undefined,
        paths: { main: ['Work', 'Hold'] },
      },
    },
  },
  {
    name: 'no limit for variables and Arguments',
    wrong: 'moto',
    decidedBy:
      'Passing data between states with variables, "Limits": 256 KiB in one Assign; Handling errors, States.DataLimitExceeded: the input after Arguments is larger than the quota',
    cases: {
      'carries no variables larger than 256 KiB in one Assign': {
        status: 'SUCCEEDED',
        output: large,
        error: undefined,
        variables: { a: large, b: large },
      },
      'sends no Arguments larger than 256 KiB, catchable only by name': {
        output: { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: null },
        paths: { main: ['Work'] },
        payloads: { work: [large + large] },
        invoked: ['work'],
      },
    },
  },
  {
    name: 'a Parallel fails with States.Runtime for every error of Step Functions in a branch',
    wrong: 'moto',
    decidedBy:
      'Parallel workflow state, "Error Handling": an unhandled error of a branch fails the Parallel, whose Retry and Catch can handle it',
    cases: {
      'fails as soon as one branch fails, and ends the others': { error: 'States.Runtime' },
      ...inEach(
        {
          status: 'FAILED',
          output: undefined,
          error: 'States.Runtime',
          paths: { main: ['Both'], 'Both[0]': ['Odd?'] },
        },
        'catches an evaluation that failed in a Choice of a branch',
        'catches a Choice of a branch that nothing matched',
      ),
    },
  },
];
