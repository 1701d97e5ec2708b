import type { Call, Service, Surroundings } from '../../sandbox/account/service.ts';
import { Clock } from '../../sandbox/clock.ts';
import { seeded } from '../../sandbox/random.ts';

export const noon = Date.parse('2026-03-01T12:00:00Z');

export const someSurroundings = (changes: Partial<Surroundings> = {}): Surroundings => ({
  clock: new Clock(noon),
  random: seeded(1),
  accountId: '123456789012',
  region: 'eu-central-1',
  ...changes,
});

export const aCall = (surroundings: Surroundings, changes: Partial<Call> = {}): Call => ({
  region: surroundings.region,
  accountId: surroundings.accountId,
  caller: undefined,
  clock: surroundings.clock,
  ...changes,
});

/** Sends one command to a simulated service; a thrown exception becomes a rejection. */
export const sender =
  (service: Service, surroundings: Surroundings, changes: Partial<Call> = {}) =>
  async <Output = Record<string, unknown>>(command: string, input: object): Promise<Output> => {
    const run = service[command];
    if (!run) throw new Error(`${command} is not simulated`);
    return run(input, aCall(surroundings, changes)) as Output;
  };
