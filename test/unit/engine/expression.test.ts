import { describe, expect, it } from 'vitest';
import type { Case } from './cases.ts';
import { testCases } from './cases.ts';
import { aMachine, runMachine } from './run-machine.ts';

const show = (Output: unknown) => aMachine({ Show: { Type: 'Pass', Output, End: true } });

const answers = (expression: string, output: unknown, input: unknown = {}): Case => ({
  name: `answers ${JSON.stringify(output)} for ${expression}`,
  machine: show(`{% ${expression} %}`),
  setting: { input },
  expected: { status: 'SUCCEEDED', output },
});

const fails = (expression: string, cause: string): Case => ({
  name: `fails for ${expression}`,
  machine: show(`{% ${expression} %}`),
  expected: {
    status: 'FAILED',
    error: 'States.QueryEvaluationError',
    cause: expect.stringContaining(cause),
  },
});

describe('expressions', () => {
  testCases([
    answers('$states.input.a[b > 1].b', [2, 3], { a: [{ b: 1 }, { b: 2 }, { b: 3 }] }),
    answers('$states.input.a[b > 2].b', 3, { a: [{ b: 1 }, { b: 3 }] }),
    answers('$merge([$states.input, {"b": 2}])', { a: 1, b: 2 }, { a: 1 }),
    answers('($x := 2; $double := function($n) { $n * 2 }; $double($x))', 4),
    answers('$map([1, 2], function($v, $i) { $v + $i })', [1, 3]),
    answers('$states.input.none', null, { none: null }),
    answers('$parse("{\\"a\\": [1]}")', { a: [1] }),
    answers('$partition([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]),
    answers('$range(0, 10, 5)', [0, 5, 10]),
    answers('$range(3, 1, -1)', [3, 2, 1]),
    answers('$range(1, 1, 1)', 1),
    answers('$hash("abc", "SHA-1")', 'a9993e364706816aba3e25717850c26c9cd0d89d'),
    answers('$millis()', Date.UTC(2026, 0, 31, 12)),
    answers('$now()', '2026-01-31T12:00:00.000Z'),
    answers('$now("[H01]:[m01]")', '12:00'),
    answers('$toMillis("2026-01-31T12:00:00Z") - $millis()', 0),
    answers('1/0', 'Infinity'),
    answers('$random(7) = $random(7)', true),
    answers('$states.context.Execution.Name', 'run-1'),
    answers('$states.context.Execution.StartTime', '2026-01-31T12:00:00.000Z'),
    answers('$states.context.Execution.Input.a', 1, { a: 1 }),
    answers('$states.context.StateMachine.Name', 'rollout'),
    fails('$states.input.missing', 'returned nothing (undefined).'),
    fails('$range(1, 3)', 'returned nothing (undefined).'),
    fails('$hash("abc")', 'returned nothing (undefined).'),
    fails('$hash("abc", "CRC")', 'threw an error during evaluation.'),
    fails('$parse("{")', 'threw an error during evaluation.'),
    fails('"a" + 1', 'threw an error during evaluation.'),
    fails('$error("stop")', 'threw an error during evaluation. stop'),
    fails('function($x) { $x }', 'evaluated to a function'),
    fails('{"f": $sum}', 'evaluated to a function'),
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
