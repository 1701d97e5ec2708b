import type { EngineCase } from './a-case.ts';
import { aMachine } from './a-machine.ts';

const wait = (more: object) => aMachine({ Wait: { Type: 'Wait', End: true, ...more } });

const refused = (name: string, more: object): EngineCase => ({
  name: `ends the run when ${name}`,
  machine: wait(more),
  expected: { status: 'FAILED', error: 'States.QueryEvaluationError', paths: ['Wait'], seconds: 0 },
});

/** How long a Wait waits. */
export const waitCases: readonly EngineCase[] = [
  {
    name: 'waits a literal number of seconds',
    machine: wait({ Seconds: 2 }),
    input: 'kept',
    expected: { status: 'SUCCEEDED', seconds: 2, output: 'kept', eventCount: 4 },
  },
  {
    name: 'waits a computed number of seconds',
    machine: wait({ Seconds: '{% $states.input.halves / 2 %}' }),
    input: { halves: 2 },
    expected: { status: 'SUCCEEDED', seconds: 1 },
  },
  {
    name: 'does not wait for 0 seconds',
    machine: wait({ Seconds: 0 }),
    expected: { status: 'SUCCEEDED', seconds: 0 },
  },
  {
    name: 'waits until a computed timestamp',
    machine: wait({
      Timestamp: '{% $fromMillis($millis() + 4000) %}',
      Output: '{% $millis() >= $toMillis($states.context.State.EnteredTime) + 1000 %}',
    }),
    expected: { status: 'SUCCEEDED', output: true, seconds: 4 },
  },
  {
    name: 'does not wait for a timestamp that has passed',
    machine: wait({ Timestamp: '2020-01-31T12:30:00Z' }),
    expected: { status: 'SUCCEEDED', seconds: 0 },
  },
  {
    name: 'takes a timestamp with an offset from UTC',
    machine: wait({ Timestamp: '{% $states.input %}' }),
    input: '2020-01-31T13:30:00+01:00',
    expected: { status: 'SUCCEEDED', seconds: 0 },
  },
  {
    name: 'shapes its output and assigns after waiting',
    machine: aMachine({
      Wait: {
        Type: 'Wait',
        Seconds: 1,
        Output: { was: '{% $states.input %}' },
        Assign: { waited: true },
        Next: 'Done',
      },
      Done: { Type: 'Succeed' },
    }),
    input: 7,
    expected: { status: 'SUCCEEDED', output: { was: 7 }, variables: { waited: true } },
  },
  refused('the seconds are no whole number', { Seconds: '{% 1.5 %}' }),
  refused('the seconds are a text', { Seconds: "{% '2' %}" }),
  refused('the seconds are negative', { Seconds: '{% -1 %}' }),
  refused('the seconds are undefined', { Seconds: '{% $states.input.none %}' }),
  refused('the timestamp is none', { Timestamp: "{% 'tomorrow' %}" }),
];
