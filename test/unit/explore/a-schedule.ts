import type { CallFault, Schedule } from '../../../sandbox/explore/schedule.ts';

export const aFault = (overrides: Partial<CallFault> = {}): CallFault => ({
  function: 'measure',
  service: 'DynamoDB',
  action: 'GetItem',
  occurrence: 0,
  fault: { kind: 'before' },
  ...overrides,
});

export const aSchedule = (overrides: Partial<Schedule> = {}): Schedule => ({
  workflow: 'rollout',
  scenario: 'good',
  seed: 1,
  faults: [],
  interventions: [],
  ...overrides,
});
