import type { SeenCall } from '../../../sandbox/explore/seen-calls.ts';
import type { Trial } from '../../../sandbox/explore/trial.ts';
import { aSchedule } from './a-schedule.ts';

export const aCall = (overrides: Partial<SeenCall> = {}): SeenCall => ({
  function: 'measure',
  service: 'DynamoDB',
  action: 'TransactWriteItems',
  occurrence: 0,
  mutating: true,
  effect: 'lease, run',
  state: 'Measure',
  start: 0,
  ...overrides,
});

/** What came of a rehearsal in which one call was made. */
export const aTrial = (overrides: Partial<Trial> = {}): Trial => ({
  schedule: aSchedule(),
  outcome: 'promoted',
  virtualSeconds: 600,
  violations: [],
  runs: 1,
  calls: [aCall(), aCall({ action: 'GetItem', mutating: false, effect: '' })],
  met: {},
  played: {},
  checks: {},
  states: ['Measure'],
  visits: { Measure: 1 },
  catches: [],
  ways: ['Start → Measure'],
  ...overrides,
});
