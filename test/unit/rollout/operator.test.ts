import { describe, expect, it } from 'vitest';
import { nextReminderAt, operatorReminder } from '../../../functions/rollout/domain/operator.ts';
import { aRun, aSplit, hours, minutes, noon } from '../../support/a-run.ts';

const waiting = aRun({ status: 'needs-operator', endedAt: noon, because: 'blue is too small' });

describe('the next reminder that a run needs an operator', () => {
  it.each([
    ['an hour after it ended', undefined, hours(1)],
    ['an hour after the last', hours(1), hours(2)],
    ['an hour after the last of the first day', hours(24) - 1, hours(25) - 1],
    ['a day after the last from then on', hours(24), hours(48)],
    ['a day after one that came late', hours(60), hours(84)],
  ])('is due %s', (_when, remindedAfter, dueAfter) => {
    const reminded = remindedAfter === undefined ? undefined : noon + remindedAfter;

    expect(nextReminderAt(noon, reminded)).toBe(noon + dueAfter);
  });

  it('comes 24 times on the first day, and once on each of the next nine', () => {
    const told: number[] = [];
    let last: number | undefined;
    for (let at = noon; at < noon + hours(10 * 24) + 1; at += minutes(1)) {
      if (at < nextReminderAt(noon, last)) continue;
      told.push(at);
      last = at;
    }

    expect(told.filter((at) => at <= noon + hours(24))).toHaveLength(24);
    expect(told).toHaveLength(24 + 9);
  });
});

describe('what people are reminded of', () => {
  it.each([
    ['while the canary has traffic', aSplit(40), 'critical', 'Live now: blue 60 %, green 40 %'],
    [
      'while more than our sides are in the rule',
      aSplit(0, { shares: { blue: 70, green: 0 }, foreign: { 'shop-old': 30 } }),
      'critical',
      'Live now: blue 70 %, green 0 %, shop-old 30 %',
    ],
    [
      'while the weights cannot be read',
      { unreadable: 'ELB is away' },
      'critical',
      'Its weights are not known now: ELB is away',
    ],
    [
      'once stable has all the traffic',
      aSplit(0),
      'warning',
      'Live now: blue 100 %, green 0 %. The traffic is back on stable, and what remains is to release the lease',
    ],
  ])('%s is the truth of now', (_when, split, severity, says) => {
    const notice = operatorReminder(waiting, split);

    expect(notice).toEqual({
      kind: 'reminder',
      severity,
      sentence: `needs an operator since 2026-03-02T12:00:00.000Z: blue is too small. ${says}`,
    });
  });
});
