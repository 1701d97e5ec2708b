import { describe, expect, it } from 'vitest';
import { anEntry, type Fields, mistakesIn } from '../../support/a-plan.ts';

const bake = (minimumMinutes: number, maximumMinutes: number) => ({
  bake: { minimumMinutes, maximumMinutes },
});
const steps = (first: object, last: object = {}): Fields => ({
  steps: [
    { weight: 10, ...first },
    { weight: 100, ...last },
  ],
});
const within = (maximumHours: number, rollout: Fields) =>
  mistakesIn(anEntry({ rollout: { maximumHours, ...rollout } }));

describe('the longest that a run may take', () => {
  it('is refused where its steps bake longer, with what they bake', () => {
    expect(within(1, steps(bake(600, 700)))).toEqual([
      {
        path: 'rollout.maximumHours',
        value: '1',
        allowed: 'more than the 700 minutes that the steps bake at least, or shorter bakes',
      },
    ]);
  });

  it.each<[string, Fields]>([
    ['the bakes of all steps', steps(bake(10, 30), bake(10, 30))],
    ['the bake that a step has by default', steps({}, bake(10, 40))],
    ['the least of each bake', { judge: 'threshold', ...steps(bake(60, 90)) }],
    ['the least with early promotion', { earlyPromotion: true, ...steps(bake(60, 90)) }],
  ])('is refused where nothing is left beside %s', (_what, rollout) => {
    expect(within(1, rollout)).toMatchObject([{ path: 'rollout.maximumHours' }]);
  });

  it.each<[string, Fields]>([
    ['its bakes end within it', steps(bake(10, 29), bake(10, 30))],
    ['a step may pass in time', { judge: 'threshold', ...steps(bake(59, 90)) }],
    ['a step may be promoted early', { earlyPromotion: true, ...steps(bake(59, 90)) }],
    ['a dry run watches another tool', { dryRun: true, ...steps(bake(60, 90)) }],
  ])('is taken where %s', (_what, rollout) => {
    expect(within(1, rollout)).toEqual([]);
  });
});
