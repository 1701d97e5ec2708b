import { expect, it } from 'vitest';
import { runMachine, type Setting } from './run-machine.ts';

/** A small machine on the engine alone: what only a simulation can have or see. */
export interface MachineTest {
  /** A sentence in the present tense. */
  readonly name: string;
  readonly machine: object;
  readonly setting?: Setting;
  readonly expected: {
    readonly status: string;
    readonly output?: unknown;
    readonly error?: string;
    readonly cause?: unknown;
    readonly states?: readonly string[];
    /** Virtual seconds from start to end. */
    readonly seconds?: number;
    /** Number of history events. */
    readonly events?: number;
  };
}

/** One test for each. */
export const testMachines = (tests: readonly MachineTest[]): void => {
  it.each(tests)('$name', async ({ machine, setting, expected }) => {
    const { execution, states, seconds, types } = await runMachine(machine, setting);

    const { status, output, error, cause } = execution;
    const seen = { status, output, error, cause, states, seconds, events: types.length };
    expect(seen).toMatchObject(expected);
  });
};
