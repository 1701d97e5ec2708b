import { describe } from 'vitest';
import { testCases } from './cases.ts';
import { aMachine, aTask } from './run-machine.ts';

const end = { Type: 'Succeed' };

const wait = (more: object) => aMachine({ Wait: { Type: 'Wait', End: true, ...more } });

describe('Wait', () => {
  testCases([
    {
      name: 'waits a literal number of seconds',
      machine: wait({ Seconds: 90 }),
      setting: { input: 'kept' },
      expected: { status: 'SUCCEEDED', seconds: 90, output: 'kept', events: 4 },
    },
    {
      name: 'waits a computed number of seconds',
      machine: wait({ Seconds: '{% $states.input.minutes * 60 %}' }),
      setting: { input: { minutes: 2 } },
      expected: { status: 'SUCCEEDED', seconds: 120 },
    },
    {
      name: 'waits until a literal timestamp',
      machine: wait({ Timestamp: '2026-01-31T13:30:00+01:00' }),
      expected: { status: 'SUCCEEDED', seconds: 1_800 },
    },
    {
      name: 'waits until a computed timestamp',
      machine: wait({ Timestamp: '{% $states.input.until %}' }),
      setting: { input: { until: '2026-01-31T12:00:07Z' } },
      expected: { status: 'SUCCEEDED', seconds: 7 },
    },
    {
      name: 'does not wait for a timestamp that has passed',
      machine: wait({ Timestamp: '2020-01-31T12:00:00Z' }),
      expected: { status: 'SUCCEEDED', seconds: 0 },
    },
    {
      name: 'ends the run when the seconds are no whole number',
      machine: wait({ Seconds: '{% 1.5 %}' }),
      expected: { status: 'FAILED', error: 'States.QueryEvaluationError', seconds: 0 },
    },
    {
      name: 'ends the run when the timestamp is none',
      machine: wait({ Timestamp: "{% 'tomorrow' %}" }),
      expected: { status: 'FAILED', error: 'States.QueryEvaluationError' },
    },
    {
      name: 'lets the configured time pass between two states',
      machine: aMachine({
        First: { Type: 'Pass', Next: 'Second' },
        Second: aTask('work', { Next: 'Third' }),
        Third: end,
      }),
      setting: { transitionMilliseconds: 250 },
      expected: { status: 'SUCCEEDED', seconds: 0.5 },
    },
  ]);
});
