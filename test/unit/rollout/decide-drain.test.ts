import { describe, expect, it } from 'vitest';
import { decideDrain } from '../../../functions/rollout/domain/decide-drain.ts';
import { aDetail, minutes, noon } from '../../support/a-run.ts';

const draining = (until: number) =>
  aDetail({ kind: 'draining', because: 'worse', error: 'RolledBackError', until });

const before = draining(noon + minutes(1));
const over = draining(noon);

describe('a run whose weights are back', () => {
  it.each([[[0, 0]], [[17, 0, 0]], [[0, 3, 0, 0]]])(
    'is rolled back when the canary had no requests in two buckets: %o',
    (requests) => {
      const decision = decideDrain(before, noon, { requests, share: 0, elsewhere: {} });

      expect(decision).toMatchObject({
        action: 'end-rolled-back',
        notices: [{ kind: 'traffic-gone', severity: 'info' }],
      });
    },
  );

  it.each([[[]], [[0]], [[0, 0, 4]], [[5, 0]]])(
    'waits on until the requests are gone or its time is over: %o',
    (requests) => {
      const decision = decideDrain(before, noon, { requests, share: 0, elsewhere: {} });

      expect(decision).toMatchObject({ action: 'listen-draining', notices: [] });
    },
  );

  it.each([[[]], [[0]]])(
    'ends with a warning when nothing could be seen in time: %o',
    (requests) => {
      const decision = decideDrain(over, noon, { requests, share: 0, elsewhere: {} });

      expect(decision).toMatchObject({
        action: 'end-rolled-back',
        notices: [{ kind: 'noticed', severity: 'warning' }],
      });
      expect(decision.because).toMatch(/could not be seen whether the traffic is gone/);
    },
  );

  it('ends with a warning that counts what was left', () => {
    const decision = decideDrain(over, noon, { requests: [900, 30, 12], share: 0, elsewhere: {} });

    expect(decision.notices).toMatchObject([{ kind: 'noticed', severity: 'warning' }]);
    expect(decision.because).toMatch(/still had 42 requests in the last 2 minutes/);
  });

  it.each([1, 10, 100])('returns the traffic again when the canary has %i %% again', (share) => {
    const decision = decideDrain(before, noon, { requests: [0, 0], share, elsewhere: {} });

    expect(decision).toMatchObject({
      action: 'roll-back',
      detail: { phase: { kind: 'returning', because: 'worse' }, returnsAgain: 1 },
      notices: [{ kind: 'noticed', severity: 'critical' }],
    });
  });

  it('returns the traffic again three times and then needs an operator', () => {
    const actions = [0, 1, 2, 3].map(
      (returnsAgain) =>
        decideDrain({ ...before, returnsAgain }, noon, { requests: [], share: 10, elsewhere: {} })
          .action,
    );

    expect(actions).toEqual(['roll-back', 'roll-back', 'roll-back', 'needs-operator']);
  });

  it('is not told gone while the weights cannot be read', () => {
    const decision = decideDrain(before, noon, {
      requests: [0, 0],
      share: undefined,
      elsewhere: {},
    });

    expect(decision).toMatchObject({ action: 'listen-draining', notices: [] });
  });

  it.each([
    { share: 0, requests: [0, 0] },
    { share: 10, requests: [] },
  ])('needs an operator while a third target has traffic: %o', (seen) => {
    const decision = decideDrain(before, noon, { ...seen, elsewhere: { third: 30 } });

    expect(decision.action).toBe('needs-operator');
    expect(decision.because).toMatch(/more than the two sides of this run: third 30 %/);
  });

  it('is decided only while it drains', () => {
    expect(() => decideDrain(aDetail(), noon, { requests: [], share: 0, elsewhere: {} })).toThrow(
      'not a draining run',
    );
  });
});
