import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { root } from '../../support/source.ts';

const program = `${root}scripts/check-node.mjs`;

/** Runs the check as if Node had another version. */
const checkedAs = (version: string) => {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' });`;
  const preload = `data:text/javascript,${encodeURIComponent(pretend)}`;
  return spawnSync(process.execPath, ['--import', preload, program], { encoding: 'utf8' });
};

describe('the check of the Node version', () => {
  it.each(['24.0.0', '26.3.1'])('lets Node %s pass without a word', (version) => {
    const { status, stderr } = checkedAs(version);

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.each(['18.19.0', '20.20.2', '22.18.0'])(
    'refuses Node %s and says how to repair it',
    (version) => {
      const { status, stderr } = checkedAs(version);

      expect(status).toBe(2);
      expect(stderr).toContain(`${version} is not allowed; allowed: 24 or later`);
      expect(stderr).toContain('npm ci --ignore-scripts=false');
    },
  );
});
