import { expect, it } from 'vitest';
import { runMachine, type Setting } from './run-machine.ts';

/** A small machine, what happens around it, and how AWS documents that it goes. */
export interface Case {
  /** A sentence in the present tense. */
  readonly name: string;
  readonly machine: object;
  readonly setting?: Setting;
  readonly expected: {
    readonly status: string;
    readonly output?: unknown;
    readonly error?: string;
    readonly cause?: unknown;
    readonly variables?: object;
    readonly states?: readonly string[];
    /** Virtual seconds from start to end. */
    readonly seconds?: number;
    /** Number of history events. */
    readonly events?: number;
  };
}

/** One test for each case. */
export const testCases = (cases: readonly Case[]): void => {
  it.each(cases)('$name', async ({ machine, setting, expected }) => {
    const { execution, states, seconds, types } = await runMachine(machine, setting);

    const { status, output, error, cause, variables } = execution;
    const seen = { status, output, error, cause, variables, states, seconds, events: types.length };
    expect(seen).toMatchObject(expected);
  });
};
