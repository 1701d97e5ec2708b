import { describe, expect, it } from 'vitest';
import { aMachine, aPass } from '../../support/engine/a-machine.ts';
import { runMachine } from './run-machine.ts';
import { type MachineTest, testMachines } from './test-machines.ts';

const show = (Output: unknown) => aMachine({ Show: aPass({ Output }) });

const answers = (expression: string, output: unknown): MachineTest => ({
  name: `answers ${JSON.stringify(output)} for ${expression}`,
  machine: show(`{% ${expression} %}`),
  expected: { status: 'SUCCEEDED', output },
});

describe('expressions on the virtual clock', () => {
  testMachines([
    answers('$millis()', Date.UTC(2026, 0, 31, 12)),
    answers('$now()', '2026-01-31T12:00:00.000Z'),
    answers('$now("[H01]:[m01]")', '12:00'),
    answers('$toMillis("2026-01-31T12:00:00Z") - $millis()', 0),
    answers('$states.context.Execution.StartTime', '2026-01-31T12:00:00Z'),
    // What JSON has no number for: AWS writes it as text.
    answers('1/0', 'Infinity'),
  ]);

  it.each(['$uuid()', '$random()', '$shuffle([1, 2, 3, 4, 5, 6, 7, 8])'])(
    'answers the same for the same seed and another for another: %s',
    async (expression) => {
      const machine = show(`{% ${expression} %}`);

      const runs = await Promise.all([1, 1, 2].map((seed) => runMachine(machine, { seed })));

      const [first, again, other] = runs.map(({ execution }) => execution.output);
      expect(again).toEqual(first);
      expect(other).not.toEqual(first);
    },
  );

  it('answers a version 4 UUID', async () => {
    const { execution } = await runMachine(show('{% $uuid() %}'));

    expect(execution.output).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});
