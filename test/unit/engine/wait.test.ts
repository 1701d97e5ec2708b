import { describe } from 'vitest';
import { aMachine, aTask } from '../../support/engine/a-machine.ts';
import { testMachines } from './test-machines.ts';

const until = (Timestamp: string) => aMachine({ Wait: { Type: 'Wait', Timestamp, End: true } });

describe('Wait on the virtual clock', () => {
  testMachines([
    {
      name: 'waits until a literal timestamp with an offset',
      machine: until('2026-01-31T13:30:00+01:00'),
      expected: { status: 'SUCCEEDED', seconds: 1_800 },
    },
    {
      name: 'waits until a computed timestamp',
      machine: until('{% $states.input.until %}'),
      setting: { input: { until: '2026-01-31T12:00:07Z' } },
      expected: { status: 'SUCCEEDED', seconds: 7 },
    },
    {
      name: 'takes a timestamp up to its whole second',
      machine: until('2026-01-31T12:00:07.900Z'),
      expected: { status: 'SUCCEEDED', seconds: 7 },
    },
    {
      name: 'lets the configured time pass between two states',
      machine: aMachine({
        First: { Type: 'Pass', Next: 'Second' },
        Second: aTask('work', { Next: 'Third' }),
        Third: { Type: 'Succeed' },
      }),
      setting: { transitionMilliseconds: 250 },
      expected: { status: 'SUCCEEDED', seconds: 0.5 },
    },
  ]);
});
