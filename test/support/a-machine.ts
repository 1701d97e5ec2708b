import type { Machine, State, Surroundings } from './machine/machine.ts';
import { transientErrors } from './machine/recovery-rules.ts';

export const someSurroundings: Surroundings = {
  functionTimeouts: { listen: 20, 'shift-traffic': 20 },
  errorNames: ['DriftError', 'RolledBackError'],
  recoveries: {},
};

/** A task that shifts traffic by the book. */
export const aTask = (changes: Partial<State> = {}): State => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  TimeoutSeconds: 30,
  Arguments: {
    FunctionName: { 'Fn::GetAtt': ['shift-traffic', 'Arn'] },
    Payload: { run: '{% $states.context.Execution.Name %}' },
  },
  Assign: { split: '{% $states.result.Payload %}' },
  Retry: [{ ErrorEquals: transientErrors, IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 }],
  Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Rolled back' }],
  Next: 'Listen',
  ...changes,
});

/** A wait for a signal by the book. */
export const aWait = (changes: Partial<State> = {}): State => ({
  ...aTask(),
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  TimeoutSeconds: '{% $split.seconds %}',
  Arguments: {
    FunctionName: { 'Fn::GetAtt': ['listen', 'Arn'] },
    Payload: { token: '{% $states.context.Task.Token %}' },
  },
  Assign: {},
  Catch: [
    { ErrorEquals: ['States.Timeout'], Next: 'Good?' },
    { ErrorEquals: ['States.ALL'], Next: 'Rolled back' },
  ],
  Next: 'Good?',
  ...changes,
});

/** A small machine that keeps every rule; `states` replaces or adds states. */
export const aMachine = (states: Record<string, State> = {}): Machine => ({
  QueryLanguage: 'JSONata',
  TimeoutSeconds: 3600,
  StartAt: 'Shift traffic',
  States: {
    'Shift traffic': aTask(),
    Listen: aWait(),
    'Good?': {
      Type: 'Choice',
      Choices: [{ Condition: "{% $split.verdict = 'pass' %}", Next: 'Promoted' }],
      Default: 'Rolled back',
    },
    Promoted: { Type: 'Succeed' },
    'Rolled back': { Type: 'Fail', Error: 'RolledBackError', Cause: 'The version was worse.' },
    ...states,
  },
});
