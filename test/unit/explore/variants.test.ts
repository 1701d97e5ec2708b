import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { variants } from '../../../sandbox/explore/variants.ts';
import { invariants } from '../../../sandbox/invariants/watch.ts';
import { projectRoot } from '../../../sandbox/runtime.ts';

describe('the variants with one guard removed', () => {
  const patches = variants.flatMap(({ name, patches }) =>
    patches.map((each) => ({ name, ...each })),
  );

  it.each(patches)('$name: the text to replace in $file is there once', async (patch) => {
    const source = await readFile(join(projectRoot, patch.file), 'utf8');

    expect(source.split(patch.find)).toHaveLength(2);
  });

  it('break each invariant at least once', () => {
    const broken = new Set(variants.flatMap(({ breaks }) => breaks));

    expect(invariants.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
  });
});
