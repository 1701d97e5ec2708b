import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundle } from '../../../bench/bundle.ts';

it('a bundle takes node:http without loading undici', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-bundle-'));

  const { file } = await bundle('functions/runs/abort-run.ts', folder);

  const code = await readFile(file, 'utf8');
  await rm(folder, { recursive: true });
  expect(code).toContain('getBuiltinModule("node:http")');
  expect(code).not.toMatch(/(?:from|import\()"node:http"/);
});
