import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carriedShare, neededTasks } from '../../../functions/traffic/domain/capacity.ts';

describe('neededTasks', () => {
  it.each([
    { share: 0, full: 10, needed: 0 },
    { share: 1, full: 10, needed: 1 },
    { share: 10, full: 10, needed: 1 },
    { share: 11, full: 10, needed: 2 },
    { share: 7, full: 100, needed: 7 },
    { share: 29, full: 100, needed: 29 },
    { share: 50, full: 3, needed: 2 },
    { share: 100, full: 3, needed: 3 },
    { share: 10, full: 0, needed: 1 },
  ])('is $needed for $share % of what $full tasks carry', ({ share, full, needed }) => {
    expect(neededTasks(share, full)).toBe(needed);
  });
});

describe('carriedShare', () => {
  it.each([
    { healthy: 0, full: 4, carried: 0 },
    { healthy: 1, full: 3, carried: 33 },
    { healthy: 2, full: 3, carried: 66 },
    { healthy: 3, full: 3, carried: 100 },
    { healthy: 9, full: 3, carried: 100 },
    { healthy: 29, full: 100, carried: 29 },
    { healthy: 1, full: 0, carried: 0 },
  ])('is $carried % for $healthy of $full tasks', ({ healthy, full, carried }) => {
    expect(carriedShare(healthy, full)).toBe(carried);
  });

  it('never promises a share that would need more tasks than are healthy', () => {
    const tasks = fc.integer({ min: 1, max: 500 });

    fc.assert(
      fc.property(tasks, tasks, (healthy, full) => {
        expect(neededTasks(carriedShare(healthy, full), full)).toBeLessThanOrEqual(healthy);
      }),
      { seed: 1 },
    );
  });
});
