import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explore, type Findings } from '../../sandbox/explore/explore.ts';
import { createPool } from '../../sandbox/explore/pool.ts';
import { brokenLines } from '../../sandbox/explore/report.ts';

/**
 * One look at everything: each scenario, each state with a stop, an outage, an abort and a hold, each
 * mutating call with some faults (those that move traffic with all), and random schedules.
 */
describe('an exploration of the rollout', () => {
  const pool = createPool(2);
  let findings: Findings;

  beforeAll(async () => {
    findings = await explore({ runs: 20, seed: 1, faultsPerSite: 2, pool, tell: () => {} });
  }, 600_000);

  afterAll(() => pool.close());

  it('breaks no invariant', () => {
    const { broken } = findings;

    expect(broken ? brokenLines(broken) : []).toEqual([]);
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
});
