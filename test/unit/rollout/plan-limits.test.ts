import { describe, expect, it } from 'vitest';
import { anEntry, type Fields, mistakesIn } from '../../support/a-plan.ts';

const last = { weight: 100 };
const rollout = (fields: Fields): Fields => ({ rollout: fields });
const steps = (...all: readonly object[]): Fields => rollout({ steps: all });
const step = (fields: object): Fields => steps({ weight: 10, ...fields }, last);
const hold = (fields: object): Fields => rollout({ hold: fields });
const alarms = (count: number): Fields => ({
  alarms: Array.from({ length: count }, (_, at) => ({ name: `a${at}`, side: 'canary' })),
});

describe('a rollout at the ends of what is allowed', () => {
  it.each<[string, Fields]>([
    ['the first percent', steps({ weight: 1 }, last)],
    ['one step', steps(last)],
    ['twenty steps', steps(...Array.from({ length: 20 }, (_, at) => ({ weight: 81 + at })))],
    ['a bake of a minute', step({ bake: { minimumMinutes: 1, maximumMinutes: 1 } })],
    ['a bake of a day', step({ bake: { minimumMinutes: 1_440, maximumMinutes: 1_440 } })],
    ['no warm-up', step({ warmUpBuckets: 0 })],
    ['an hour of warm-up', step({ warmUpBuckets: 60 })],
    ['an approval within a minute', step({ approval: { deadlineMinutes: 1 } })],
    ['an approval within three days', step({ approval: { deadlineMinutes: 4_320 } })],
    ['an approval that nobody needs to give', step({ approval: { action: 'advance' } })],
    ['a hold of a minute', hold({ deadlineMinutes: 1, reminderMinutes: 5 })],
    ['a hold of three days', hold({ deadlineMinutes: 4_320, reminderMinutes: 1_440 })],
    ['a hold that ends with an operator', hold({ action: 'needs-operator' })],
    ['no extensions', rollout({ extensions: 0 })],
    ['ten extensions', rollout({ extensions: 10 })],
    ['an hour', rollout({ maximumHours: 1 })],
    ['three days', rollout({ maximumHours: 72 })],
    ['a fresh event', rollout({ maxEventAgeMinutes: 1 })],
    ['an event of a week', rollout({ maxEventAgeMinutes: 10_080 })],
    ['a newer revision that supersedes', rollout({ newerRevision: 'supersede', dryRun: true })],
    ['each end of a bake', rollout({ whenInconclusive: 'hold', whenBlind: 'advance' })],
    ['the other ends of a bake', rollout({ whenInconclusive: 'roll-back', whenBlind: 'extend' })],
    ['fifty alarms', alarms(50)],
    ['an alarm with a long name', { alarms: [{ name: 'x'.repeat(255), side: 'shared' }] }],
    ['a service of one letter', { service: 'x' }],
    ['a service of forty letters', { service: 'x'.repeat(40) }],
  ])('is taken: %s', (_what, changes) => {
    expect(mistakesIn(anEntry(changes))).toEqual([]);
  });
});

describe('a rollout beyond what is allowed', () => {
  it.each<[string, Fields, string, string]>([
    ['no percent', steps({ weight: 0 }, last), 'rollout.steps.0.weight', 'at least 1'],
    [
      'an equal weight',
      steps({ weight: 10 }, { weight: 10 }, last),
      'rollout.steps.1.weight',
      'more than the 10 before it',
    ],
    [
      'a falling weight',
      steps({ weight: 20 }, { weight: 10 }, last),
      'rollout.steps.1.weight',
      'more than the 20 before it',
    ],
    [
      'an end below 100',
      steps({ weight: 99 }),
      'rollout.steps',
      'a list of steps that ends at weight 100',
    ],
    [
      'another field of a bake',
      step({ bake: { minimumMinutes: 1, maximumMinutes: 1, x: 1 } }),
      'rollout.steps.0.bake.x',
      'no field of that name',
    ],
    [
      'less than no warm-up',
      step({ warmUpBuckets: -1 }),
      'rollout.steps.0.warmUpBuckets',
      'at least 0',
    ],
    [
      'too long a warm-up',
      step({ warmUpBuckets: 61 }),
      'rollout.steps.0.warmUpBuckets',
      'at most 60',
    ],
    [
      'an approval at once',
      step({ approval: { deadlineMinutes: 0 } }),
      'rollout.steps.0.approval.deadlineMinutes',
      'at least 1',
    ],
    [
      'an approval after three days',
      step({ approval: { deadlineMinutes: 4_321 } }),
      'rollout.steps.0.approval.deadlineMinutes',
      'at most 4320',
    ],
    [
      'another field of an approval',
      step({ approval: { x: 1 } }),
      'rollout.steps.0.approval.x',
      'no field of that name',
    ],
    ['another field of a step', step({ x: 1 }), 'rollout.steps.0.x', 'no field of that name'],
    [
      'a hold of no time',
      hold({ deadlineMinutes: 0 }),
      'rollout.hold.deadlineMinutes',
      'at least 1',
    ],
    [
      'a hold of more than three days',
      hold({ deadlineMinutes: 4_321 }),
      'rollout.hold.deadlineMinutes',
      'at most 4320',
    ],
    [
      'a hold that ends otherwise',
      hold({ action: 'advance' }),
      'rollout.hold.action',
      '"roll-back", "needs-operator"',
    ],
    [
      'a reminder after more than a day',
      hold({ reminderMinutes: 1_441 }),
      'rollout.hold.reminderMinutes',
      'at most 1440',
    ],
    ['another field of a hold', hold({ x: 1 }), 'rollout.hold.x', 'no field of that name'],
    ['less than no extensions', rollout({ extensions: -1 }), 'rollout.extensions', 'at least 0'],
    ['no time', rollout({ maximumHours: 0 }), 'rollout.maximumHours', 'at least 1'],
    [
      'an event of no age',
      rollout({ maxEventAgeMinutes: 0 }),
      'rollout.maxEventAgeMinutes',
      'at least 1',
    ],
    [
      'an event of more than a week',
      rollout({ maxEventAgeMinutes: 10_081 }),
      'rollout.maxEventAgeMinutes',
      'at most 10080',
    ],
    [
      'another end for a newer revision',
      rollout({ newerRevision: 'wait' }),
      'rollout.newerRevision',
      '"refuse", "supersede"',
    ],
    ['another field of a rollout', rollout({ x: 1 }), 'rollout.x', 'no field of that name'],
    ['51 alarms', alarms(51), 'alarms', 'at most 50'],
    [
      'an alarm without a name',
      { alarms: [{ name: '', side: 'canary' }] },
      'alarms.0.name',
      'text that is not empty',
    ],
    [
      'an alarm with too long a name',
      { alarms: [{ name: 'x'.repeat(256), side: 'canary' }] },
      'alarms.0.name',
      'at most 255 characters',
    ],
    [
      'another field of an alarm',
      { alarms: [{ name: 'a', side: 'canary', x: 1 }] },
      'alarms.0.x',
      'no field of that name',
    ],
    [
      'a name that begins with a digit',
      { service: '1a' },
      'service',
      'a lower-case name of at most 40 letters, digits and hyphens',
    ],
    [
      'a name that ends otherwise',
      { service: 'a_' },
      'service',
      'a lower-case name of at most 40 letters, digits and hyphens',
    ],
    ['no description', { description: '' }, 'description', 'text that is not empty'],
  ])('is refused: %s', (_what, changes, path, allowed) => {
    expect(mistakesIn(anEntry(changes))).toMatchObject([{ path, allowed }]);
  });
});
