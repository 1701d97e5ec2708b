import { expect, it } from 'vitest';
import { loadMachine } from '../../../sandbox/engine/load.ts';
import { aMachine } from '../../support/engine/a-machine.ts';

/** What is refused, in words, the definition, and what the refusal must name. */
export type Refusal = readonly [what: string, definition: unknown, ...named: string[]];

export const aPass = (more: object = {}) => ({ Type: 'Pass', End: true, ...more });

/** A machine of one state. */
export const one = (state: object) => aMachine({ State: state });

/** A machine that answers one expression. */
export const output = (expression: string) => one(aPass({ Output: expression }));

/** A branch, or what a Map does for each item. */
export const graph = (state: object) => ({ StartAt: 'Inner', States: { Inner: state } });

const loaded = (definition: unknown): unknown => {
  try {
    return loadMachine(definition);
  } catch (thrown) {
    return thrown;
  }
};

/** One test for each refusal. */
export const testRefusals = (refusals: readonly Refusal[]): void => {
  it.each(refusals)('refuses %s by name', (_what, definition, ...named) => {
    const refusal = loaded(definition);

    expect(refusal).toMatchObject({ name: 'UnsupportedMachineError' });
    for (const name of named) expect(String(refusal)).toContain(name);
  });
};
