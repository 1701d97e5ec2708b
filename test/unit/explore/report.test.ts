import { describe, expect, it } from 'vitest';
import {
  brokenLines,
  type Found,
  findingLines,
  triedLine,
  triedSum,
} from '../../../sandbox/explore/report.ts';
import { aFault, aSchedule } from './a-schedule.ts';

const nothing = { counts: {}, missing: [] };

const findings = (overrides: Partial<Found> = {}): Found => ({
  workflow: 'rollout',
  seed: 1,
  ended: 'time',
  rehearsals: 1234,
  seconds: 65,
  sites: 111,
  parts: [
    { what: 'rehearsals without a fault', planned: 41, tried: 41 },
    { what: 'every fault', planned: 1000, tried: 900 },
    { what: 'random schedules from seed 1', tried: 293 },
  ],
  faults: { counts: { throttle: 3, before: 1200 }, missing: ['stale'] },
  interventions: { counts: { abort: 2 }, missing: [] },
  invariants: { counts: { 'signal-once': 99 }, missing: [] },
  states: { counts: { Measure: 80, Promoted: 2 }, missing: ['Run not ended'] },
  catches: nothing,
  unknownCalls: [],
  broken: [],
  ...overrides,
});

const text = (overrides: Partial<Found> = {}): string =>
  findingLines(findings(overrides)).join('\n');

describe('the report of an exploration', () => {
  it('says first whether every invariant held, and how it ended', () => {
    const lines = findingLines(findings()).filter((line) => line !== '');

    expect(lines[0]).toBe('rollout: every invariant held');
    expect(lines[1]).toBe(
      '1,234 rehearsals in 1 min 5 s; the time was up; 111 mutating calls told apart',
    );
  });

  it('says how far each part came', () => {
    expect(text()).toMatch(/rehearsals without a fault +41\n/);
    expect(text()).toMatch(/every fault +900 of 1,000\n/);
    expect(text()).toMatch(/random schedules from seed 1 +293\n/);
  });

  it('counts trouble by its kind, the most frequent first', () => {
    expect(text()).toContain('trouble met: 1,203\n  before 1,200 · throttle 3');
  });

  it('lists by name what was not reached', () => {
    expect(text()).toMatch(/states +Run not ended/);
    expect(text()).toMatch(/faults +stale/);
  });

  it('says so when everything was reached', () => {
    const reached = { counts: { one: 1 }, missing: [] };

    expect(text({ states: reached, faults: reached })).toContain('not reached: nothing');
  });

  it('does not call it held when a call is missing from the enumeration', () => {
    expect(text({ unknownCalls: ['listen DynamoDB PutItem'] })).toContain(
      'every invariant held, but calls are missing',
    );
  });

  it('shows what is broken with the file and the command that replays it', () => {
    const shrunk = aSchedule({ faults: [aFault({ times: 16 })] });
    const violations = [{ invariant: 'signal-once', at: 91.5, sentence: 'it was taken twice' }];

    const lines = brokenLines({
      rehearsal: 3,
      schedule: shrunk,
      shrunk,
      violations,
      file: 'a.yml',
    });

    expect(lines).toEqual([
      'BROKEN in rehearsal 3: rollout good, seed 1',
      '  measure DynamoDB GetItem #0: before, 16 times',
      '  signal-once at 91.5 s: it was taken twice',
      '  kept in a.yml',
      '  replay: npm run explore -- --replay a.yml',
    ]);
  });
});

describe('the report of the variants', () => {
  it.each([
    [
      { variant: 'nobody is told', rehearsal: 3, invariant: 'every-outcome-told', isFound: true },
      'killed  nobody is told: every-outcome-told in rehearsal 3',
    ],
    [{ variant: 'nobody is told', isFound: false }, 'MISSED  nobody is told: nothing was broken'],
  ])('says of %j: %s', (tried, line) => {
    expect(triedLine(tried)).toBe(line);
  });

  it('counts those that were not tried', () => {
    const tried = [{ variant: 'nobody is told', isFound: true }];

    expect(triedSum(tried, 3)).toBe('variants without a guard: 1 of 3 killed, 2 not tried');
  });
});
