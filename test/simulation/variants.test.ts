import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Tried, tryVariants } from '../../sandbox/explore/explore-variants.ts';
import { variants } from '../../sandbox/explore/variants.ts';
import { invariants } from '../../sandbox/invariants/watch.ts';
import { projectRoot } from '../../sandbox/runtime.ts';

/** No random schedules: the enumerated ones alone must find each variant. */
const runs = 0;

describe('a product with one guard removed', () => {
  const patches = variants.flatMap(({ name, patches }) =>
    patches.map((each) => ({ name, ...each })),
  );
  let tried: readonly Tried[];

  beforeAll(async () => {
    tried = await tryVariants(
      { runs, atOnce: 2, workflows: ['rollout'], isStopped: () => false },
      () => {},
    );
  }, 600_000);

  it.each(patches)('$name: the text to replace in $file is there once', async (patch) => {
    const source = await readFile(join(projectRoot, patch.file), 'utf8');

    expect(source.split(patch.find)).toHaveLength(2);
  });

  it.each(variants.map(({ name }) => name))('%s: is found by exploration', (name) => {
    const found = tried.find(({ variant }) => variant === name);

    expect(found).toMatchObject({ isFound: true });
  });

  it('breaks each invariant at least once', () => {
    const broken = new Set(variants.flatMap(({ breaks }) => breaks));

    expect(invariants.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
  });
});
