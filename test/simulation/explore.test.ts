import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explore, type Findings } from '../../sandbox/explore/explore.ts';
import { createPool } from '../../sandbox/explore/pool.ts';
import { brokenLines } from '../../sandbox/explore/report.ts';
import { subjects } from '../../sandbox/explore/subject.ts';

/**
 * One look at everything: each scenario, trouble in each state, each mutating call with some faults
 * (those that move traffic with all), and random schedules.
 */
describe.each(subjects)('an exploration of the $workflow', (subject) => {
  const pool = createPool(2);
  let findings: Findings;

  beforeAll(async () => {
    findings = await explore({
      ...{ subject, runs: 20, seed: 1, quick: true, goesOn: false },
      ...{ pool, whyStop: () => undefined, tell: () => {} },
    });
  }, 600_000);

  afterAll(() => pool.close());

  it('breaks no invariant', () => {
    expect(findings.broken.flatMap(brokenLines)).toEqual([]);
  });

  it('has every mutating call that any of its rehearsals made in its enumeration', () => {
    expect(findings.unknownCalls).toEqual([]);
    expect(findings.sites).toBeGreaterThan(90);
  });

  it('reaches every state of the machine, its ends included', () => {
    expect(findings.states.missing).toEqual([]);
  });

  it('takes every catch of the machine', () => {
    expect(findings.catches.missing).toEqual([]);
  });

  it('checks every invariant', () => {
    expect(findings.invariants.missing).toEqual([]);
  });
});
