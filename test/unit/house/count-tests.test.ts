import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

interface Assertion {
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly fullName: string;
  readonly failureMessages: readonly string[];
}

const passed: Assertion = { status: 'passed', fullName: 'a run ends', failureMessages: [] };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'count-tests-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

/** The results of a suite with one file, in the form of vitest's JSON reporter. */
const suite = (status: string, message: string, assertionResults: readonly Assertion[]): string =>
  write(
    'unit.json',
    JSON.stringify({
      numPassedTests: assertionResults.filter((each) => each.status === 'passed').length,
      testResults: [{ name: resolve('test/unit/a.test.ts'), status, message, assertionResults }],
    }),
  );

const count = (...endings: string[]) => {
  const checks = write('check', '✓ types (1.0 s)\n✗ lint (2.0 s)\n  a.ts: too long\n');
  const [checkEnding = '', ...suites] = endings;
  const options = ['.ci/count-tests.mjs', checks, checkEnding, ...suites];
  const { status, stdout } = spawnSync(process.execPath, options, { encoding: 'utf8' });
  const lines = stdout.trimEnd().split('\n');
  return { status, last: lines.at(-1), told: lines.slice(0, -1).join('\n') };
};

describe('the end of a CI run', () => {
  it('tells nothing but the sum when nothing failed', () => {
    const counted = count('0', suite('passed', '', [passed, passed]), '0');
    expect(counted).toEqual({ status: 0, last: '2 passed, 0 failed', told: '' });
  });

  it('says again which test failed and where', () => {
    const message =
      'AssertionError: 1 is not 2\n    at a.test.ts:3:1\n    at node_modules/vitest/x.js:1:1';
    const failed: Assertion = {
      status: 'failed',
      fullName: 'a run holds',
      failureMessages: [message],
    };
    const counted = count('0', suite('failed', '', [passed, failed]), '1');
    expect(counted.status).toBe(1);
    expect(counted.last).toBe('1 passed, 1 failed');
    expect(counted.told.trimEnd()).toBe(
      'FAILED test/unit/a.test.ts > a run holds\n  AssertionError: 1 is not 2\n      at a.test.ts:3:1',
    );
  });

  it('counts a failed check as one and repeats what it said', () => {
    const counted = count('1', suite('passed', '', [passed]), '0');
    expect(counted.last).toBe('1 passed, 1 failed');
    expect(counted.told).toContain('FAILED npm run check\n  ✗ lint (2.0 s)\n    a.ts: too long');
    expect(counted.told).not.toContain('✓ types');
  });

  it.each([
    { what: 'a file that cannot be loaded', message: 'Cannot find module', results: [] },
    {
      what: 'a file whose preparation failed',
      message: '',
      results: [{ ...passed, status: 'skipped' as const }],
    },
  ])('counts $what as one failure', ({ message, results }) => {
    const counted = count('0', suite('failed', message, results), '1');
    expect(counted.last).toBe('0 passed, 1 failed');
    expect(counted.told).toContain(`FAILED test/unit/a.test.ts\n  ${message}`);
  });

  it.each([
    { what: 'succeeds without a test', ending: '0' },
    { what: 'fails without a failed test', ending: '3' },
  ])('counts a suite that $what as one failure', ({ ending }) => {
    const counted = count('0', join(folder, 'missing.json'), ending);
    expect(counted.last).toBe('0 passed, 1 failed');
    expect(counted.told).toContain('FAILED missing');
    expect(counted.status).toBe(1);
  });
});
