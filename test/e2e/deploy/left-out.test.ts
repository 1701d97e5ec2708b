import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Emulator, startMinistack } from '../support/emulators.ts';
import { emulatorEnvironment } from './deployment.ts';
import { leftOutSummary } from './left-out.ts';
import { leftOutOfFunctions } from './left-out-of-functions.ts';
import { leftOutOfServices } from './left-out-of-services.ts';
import { leftOutOfStack } from './left-out-of-stack.ts';

const probed = [...leftOutOfFunctions, ...leftOutOfServices];
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startMinistack({ env: emulatorEnvironment });
});
afterAll(async () => {
  await emulator?.stop();
  console.log(leftOutSummary([...probed, ...leftOutOfStack]));
});

it.each(probed)('MiniStack does not show that $what', async ({ isStillSo }) => {
  expect(await isStillSo(emulator.url)).toBe(true);
});
