import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../../../sandbox/account/call-log.ts';
import type { BusEvent } from '../../../sandbox/account/event-bus.ts';
import type { Site } from '../../../sandbox/account/faults.ts';
import type { PlannedFault } from '../../../sandbox/explore/schedule.ts';
import { troublesOf } from '../../../sandbox/explore/troubles.ts';
import { aFault } from './a-schedule.ts';

const aSite = (overrides: Partial<Site> = {}): Site => ({
  function: 'measure',
  service: 'DynamoDB',
  action: 'GetItem',
  mutating: false,
  region: 'eu-central-1',
  occurrence: 0,
  at: 60,
  index: 0,
  input: {},
  ...overrides,
});

const troubles = (planned: readonly PlannedFault[], at = 60) => troublesOf(planned, () => at);

const anEvent = {} as BusEvent;

describe('planned trouble', () => {
  it('meets the call that it names, as often as it says', () => {
    const { faults } = troubles([aFault({ occurrence: 1, times: 2 })]);

    const met = [0, 1, 2, 3].map((occurrence) => faults(aSite({ occurrence }))?.kind);

    expect(met).toEqual([undefined, 'before', 'before', undefined]);
  });

  it.each([
    ['another function', { function: 'listen' }],
    ['another service', { service: 'SNS' }],
    ['another action', { action: 'Query' }],
  ])('does not meet a call of %s', (_what, overrides) => {
    const { faults } = troubles([aFault()]);

    expect(faults(aSite(overrides))).toBeUndefined();
  });

  it.each([
    ['SNS', 'SNS', 100, 'throttle'],
    ['SNS', 'DynamoDB', 100, undefined],
    ['every service', 'DynamoDB', 100, 'throttle'],
    ['every service', 'DynamoDB', 99, undefined],
    ['every service', 'DynamoDB', 130, undefined],
  ])(
    'an outage of %s from 100 to 130 s: a call to %s at %i s meets %s',
    (outage, service, at, kind) => {
      const { faults } = troubles([
        { outage, from: 100, seconds: 30, fault: { kind: 'throttle' } },
      ]);

      expect(faults(aSite({ service, at }))?.kind).toBe(kind);
    },
  );

  it('delays the start that it names', () => {
    const fault = { kind: 'late-start', seconds: 9 } as const;
    const { functionFaults } = troubles([{ start: 'measure', occurrence: 1, fault }]);

    const starts = ['measure', 'listen', 'measure', 'measure'].map((name) =>
      functionFaults.start?.(name),
    );

    expect(starts).toEqual([undefined, undefined, fault, undefined]);
  });

  it('says that every function starts on time where none is to start late', () => {
    expect(troubles([aFault()]).functionFaults.start).toBeUndefined();
  });

  it('delivers the event that it names twice, and every other one once', () => {
    const { deliveries } = troubles([
      { delivery: 'hear-alarm', occurrence: 1, afterSeconds: [0, 30] },
    ]);

    const delays = [1, 2, 3].map(() => deliveries(anEvent, 'hear-alarm'));

    expect(delays).toEqual([[0], [0, 30], [0]]);
  });

  it.each([
    [299, [0]],
    [300, []],
    [360, [0]],
  ])('a rule that is disabled from 300 to 360 s delivers at %i s: %j', (at, expected) => {
    const { deliveries } = troubles([{ disabled: 'guard-runs', from: 300, seconds: 60 }], at);

    expect(deliveries(anEvent, 'guard-runs')).toEqual(expected);
  });

  it('sets one function’s clock wrong', () => {
    const { functionFaults } = troubles([{ clock: 'listen', aheadSeconds: -2 }]);

    expect(functionFaults.clockAhead?.('listen')).toBe(-2_000);
    expect(functionFaults.clockAhead?.('measure')).toBe(0);
  });

  it('says when the last outage is over', () => {
    const { quietFrom } = troubles([
      { outage: 'SNS', from: 100, seconds: 30, fault: { kind: 'before' } },
      { disabled: 'guard-runs', from: 20, seconds: 300 },
    ]);

    expect(quietFrom).toBe(320);
  });

  it('counts what calls have met by what it was', () => {
    const denied = aFault({ fault: { kind: 'before', error: 'denied' } });
    const planned = troubles([denied, { clock: 'listen', aheadSeconds: 1 }]);
    planned.faults(aSite({ index: 7 }));
    const records = [
      { index: 7, fault: 'before' },
      { index: 8, fault: null },
      { index: 9, fault: 'throttle' },
    ] as unknown as CallRecord[];

    expect(planned.met(records)).toEqual({ denied: 1, throttle: 1, 'wrong-clock': 1 });
  });
});
