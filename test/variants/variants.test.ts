import { beforeAll, describe, expect, it } from 'vitest';
import { type Tried, tryVariants } from '../../sandbox/explore/explore-variants.ts';
import { variants } from '../../sandbox/explore/variants.ts';

/** No random schedules: the enumerated ones alone must find each variant. */
const runs = 0;

describe('a product with one guard removed', () => {
  let tried: readonly Tried[];

  beforeAll(async () => {
    tried = await tryVariants(
      { runs, atOnce: 2, workflows: ['rollout'], isStopped: () => false },
      () => {},
    );
  });

  it.each(variants.map(({ name }) => name))('%s: is found by exploration', (name) => {
    const found = tried.find(({ variant }) => variant === name);

    expect(found).toMatchObject({ isFound: true });
  });
});
