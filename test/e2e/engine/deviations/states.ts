import type { Deviation } from './deviation.ts';

const token = { token: '(token)' };

/** What moto makes of states, tokens and stops. */
export const stateDeviations: readonly Deviation[] = [
  {
    name: 'Output sees what Assign of the same state assigned',
    wrong: 'moto',
    decidedBy:
      'Passing data between states with variables, "Evaluation order in an assign field": all references use the values as they were on state entry',
    cases: {
      'sees variables as they were at entry in Output and Assign alike': {
        output: { before: 2, n: 2, m: 11 },
      },
    },
  },
  {
    name: 'a rule that leads to the state of Default takes the Output of Default',
    wrong: 'moto',
    decidedBy:
      'Choice workflow state: Output and Assign of the rule that matched; those of the state are for Default',
    cases: {
      'takes the first of two rules that hold, even when both lead to Default’s state': {
        output: 'default',
      },
    },
  },
  {
    name: 'a Choice without a match fails with States.Runtime',
    wrong: 'moto',
    decidedBy: 'Choice workflow state, "Default": without it the error is States.NoChoiceMatched',
    cases: { 'fails without a match and without Default': { error: 'States.Runtime' } },
  },
  {
    name: 'a catcher that leads to its own state ends the machine',
    wrong: 'moto',
    decidedBy:
      'Handling errors, "Fallback states": Next must exactly match one of the state machine’s state names, its own too',
    cases: {
      'goes back to its own state from a catcher': {
        paths: { main: ['Work'] },
        payloads: { work: ['first', 'first'] },
      },
      'listens again after each tick until it is woken': {
        output: { Error: 'States.Timeout', Cause: '' },
        paths: { main: ['Begin', 'Listen'] },
        variables: { ticks: 1 },
        payloads: { listen: [token] },
      },
    },
  },
  {
    name: 'a timestamp with an offset is none',
    wrong: 'moto',
    decidedBy:
      'Amazon States Language specification, "Timestamps": RFC 3339, Z only where there is no numeric offset',
    cases: {
      'takes a timestamp with an offset from UTC': {
        status: 'FAILED',
        output: undefined,
        error: 'States.Runtime',
      },
    },
  },
  {
    name: 'the cause of SendTaskFailure is lost',
    wrong: 'moto',
    decidedBy:
      'API Reference, SendTaskFailure: cause is a more detailed explanation of the failure',
    cases: {
      'fails with the error and cause of SendTaskFailure': { cause: undefined },
      'catches the error of SendTaskFailure with its cause': {
        output: { Error: 'No', Cause: null },
      },
    },
  },
  {
    name: 'a missed heartbeat cannot be caught by its own name',
    wrong: 'moto',
    decidedBy:
      'Handling errors, "Error names": States.HeartbeatTimeout is available inside the Catch and Retry fields',
    cases: {
      'ends when no heartbeat comes in time, caught as States.HeartbeatTimeout': {
        status: 'FAILED',
        output: undefined,
        error: 'States.Timeout',
        paths: { main: ['Listen'] },
      },
    },
  },
  {
    name: 'a retried task has the token of its first attempt, with what was sent for it',
    wrong: 'moto',
    decidedBy:
      'API Reference, SendTaskFailure: TaskTimedOut for a token whose task has been closed, so that a new attempt needs another',
    cases: { 'retries a failure that was sent': { payloads: { listen: [token, token, token] } } },
  },
  {
    name: 'error and cause of StopExecution are lost',
    wrong: 'moto',
    decidedBy:
      'API Reference, StopExecution and ExecutionAbortedEventDetails: error and cause as they were sent',
    cases: {
      'is aborted by a stop, with its error and cause': { error: undefined, cause: undefined },
    },
  },
];
