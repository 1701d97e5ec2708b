import { describe, expect, it } from 'vitest';
import { aMap, aPass } from '../../support/engine/a-machine.ts';
import { runMachine } from './run-machine.ts';

describe('Map', () => {
  it.each([
    ['its input', aMap(aPass()), { a: 1 }],
    ['its Items', aMap(aPass(), { Items: '{% $states.input.items %}' }), { items: { a: 1 } }],
  ])('refuses by name an object as %s, in the middle of the run', async (_, machine, input) => {
    const running = runMachine(machine, { input });

    await expect(running).rejects.toMatchObject({
      name: 'UnsupportedMachineError',
      message: expect.stringContaining("'Each' was given an object as its items"),
    });
  });
});
