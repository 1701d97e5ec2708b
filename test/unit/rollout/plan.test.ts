import { describe, expect, it } from 'vitest';
import { bakeOf } from '../../../functions/rollout/domain/bake.ts';
import { anEntry, type Fields, mistakesIn } from '../../support/a-plan.ts';

const steps = (...weights: Fields[]) => ({ rollout: { steps: weights } });
const bake = (minimumMinutes: unknown, maximumMinutes: unknown) =>
  steps({ weight: 10, bake: { minimumMinutes, maximumMinutes } }, { weight: 100 });
const rollout = (changes: Fields) => ({ rollout: changes });

describe('the rollout of a catalogue entry', () => {
  it.each<[string, Fields, string, string, string]>([
    [
      'a field in the wrong place',
      rollout({ stpes: [] }),
      'rollout.stpes',
      '[]',
      'no field of that name',
    ],
    [
      'weights out of order',
      steps({ weight: 50 }, { weight: 10 }, { weight: 100 }),
      'rollout.steps.1.weight',
      '10',
      'more than the 50 before it',
    ],
    [
      'a weight twice',
      steps({ weight: 10 }, { weight: 10 }, { weight: 100 }),
      'rollout.steps.1.weight',
      '10',
      'more than the 10 before it',
    ],
    [
      'steps that do not end at 100',
      steps({ weight: 10 }, { weight: 99 }),
      'rollout.steps',
      '[{"weight":10},{"weight":99}]',
      'a list of steps that ends at weight 100',
    ],
    [
      'a step of 0 %',
      steps({ weight: 0 }, { weight: 100 }),
      'rollout.steps.0.weight',
      '0',
      'at least 1',
    ],
    [
      'a part of a percent',
      steps({ weight: 2.5 }, { weight: 100 }),
      'rollout.steps.0.weight',
      '2.5',
      'a whole number',
    ],
    [
      'a weight in quotes',
      steps({ weight: '10' }, { weight: 100 }),
      'rollout.steps.0.weight',
      '"10"',
      'number',
    ],
    [
      '21 steps',
      steps(...Array.from({ length: 21 }, (_, index) => ({ weight: 80 + index }))),
      'rollout.steps',
      expect.stringMatching(/^\[\{"weight":80\}.*\.\.\.$/),
      'at most 20',
    ],
    [
      'a bake that is longer than its maximum',
      bake(20, 10),
      'rollout.steps.0.bake',
      '{"minimumMinutes":20,"maximumMinutes":10}',
      'a minimumMinutes that is not longer than maximumMinutes',
    ],
    ['a bake of no time', bake(0, 10), 'rollout.steps.0.bake.minimumMinutes', '0', 'at least 1'],
    [
      'a bake of more than a day',
      bake(10, 1441),
      'rollout.steps.0.bake.maximumMinutes',
      '1441',
      'at most 1440',
    ],
    [
      'a bake without a maximum',
      bake(10, undefined),
      'rollout.steps.0.bake.maximumMinutes',
      'nothing',
      'number',
    ],
    [
      'an unknown action of an approval',
      steps({ weight: 10, approval: { action: 'promote' } }, { weight: 100 }),
      'rollout.steps.0.approval.action',
      '"promote"',
      '"roll-back", "advance"',
    ],
    [
      'an unknown judge',
      rollout({ judge: 'oracle' }),
      'rollout.judge',
      '"oracle"',
      '"sequential", "threshold"',
    ],
    [
      'an unknown end of bake',
      rollout({ whenBlind: 'promote' }),
      'rollout.whenBlind',
      '"promote"',
      '"extend", "hold", "advance", "roll-back"',
    ],
    ['too many extensions', rollout({ extensions: 11 }), 'rollout.extensions', '11', 'at most 10'],
    [
      'more hours than three days have',
      rollout({ maximumHours: 73 }),
      'rollout.maximumHours',
      '73',
      'at most 72',
    ],
    [
      'a reminder every minute',
      rollout({ hold: { reminderMinutes: 1 } }),
      'rollout.hold.reminderMinutes',
      '1',
      'at least 5',
    ],
    [
      'a waiver without a reason',
      rollout({ waivers: { 'latency-p99': '' } }),
      'rollout.waivers.latency-p99',
      '""',
      'text that is not empty',
    ],
    ['a word for yes', rollout({ dryRun: 'yes' }), 'rollout.dryRun', '"yes"', 'boolean'],
  ])('with %s is refused: %j', (_what, changes, path, value, allowed) => {
    expect(mistakesIn(anEntry(changes))).toEqual([{ path, value, allowed }]);
  });

  it.each<[string, Fields, string, string]>([
    ['no steps', steps(), 'rollout.steps', 'at least 1'],
    ['a step of 101 %', steps({ weight: 101 }), 'rollout.steps.0.weight', 'at most 100'],
  ])('with %s does not end at 100 either', (_what, changes, path, allowed) => {
    expect(mistakesIn(anEntry(changes))).toMatchObject([
      { path, allowed },
      { path: 'rollout.steps', allowed: 'a list of steps that ends at weight 100' },
    ]);
  });
});

describe('the bake of a step', () => {
  it('is 10 to 20 minutes below 100, none at 100, or what the plan says', () => {
    const own = { minimumMinutes: 1, maximumMinutes: 2 };
    const step = { warmUpBuckets: 2 };

    expect([
      bakeOf({ ...step, weight: 99 }),
      bakeOf({ ...step, weight: 100 }),
      bakeOf({ ...step, weight: 99, bake: own }),
      bakeOf({ ...step, weight: 100, bake: own }),
    ]).toEqual([{ minimumMinutes: 10, maximumMinutes: 20 }, undefined, own, own]);
  });
});
