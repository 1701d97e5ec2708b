import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Rehearsal } from '../../../sandbox/rehearsal.ts';
import { reportOf, writeReport } from '../../../sandbox/report/report.ts';
import { aRehearsal } from '../../support/a-rehearsal.ts';

const hostile = '<script>alert("x")</script>&\'';

const headings = [
  'Where the traffic was',
  'Canary against stable',
  'What people were told',
  'What people did',
  'Verdicts',
  'The path through the machine',
  'Invariants',
  'Calls to AWS',
  'The plan',
];

const hostileEverywhere = (): Rehearsal => {
  const usual = aRehearsal();
  return aRehearsal({
    scenario: hostile,
    because: hostile,
    error: hostile,
    story: hostile,
    states: usual.states.map((state) => ({ ...state, name: hostile })),
    calls: usual.calls.map((call) => ({
      ...call,
      action: hostile,
      function: hostile,
      fault: hostile,
    })),
    notifications: usual.notifications.map((each) => ({
      ...each,
      id: hostile,
      subject: hostile,
      message: hostile,
    })),
    evidence: usual.evidence.map((each) => ({
      ...each,
      because: hostile,
      metrics: each.metrics.map((metric) => ({
        ...metric,
        title: hostile,
        because: hostile,
        unit: hostile,
      })),
    })),
    invariants: [{ name: hostile, checks: 1, held: false }],
    interventions: [{ at: 1, what: hostile }],
    plan: usual.plan && { ...usual.plan, owner: hostile, description: hostile },
  });
};

describe('the report', () => {
  it.each(headings)('has the section "%s"', (heading) => {
    expect(reportOf(aRehearsal())).toContain(`>${heading}</h2>`);
  });

  it('says what happened, whether it was expected, why, and how fast', () => {
    const report = reportOf(aRehearsal());

    expect(report).toContain('<h1>Rolled back <span class="badge good">as expected</span>');
    expect(report).toContain('<p class="lead">error rate is 3.92 % on the canary');
    expect(report).toContain('<dt>detection</dt><dd>4 min</dd>');
    expect(report).toContain('<dt>reaction</dt><dd>2 s</dd>');
    expect(report).toContain('<dt>time to safety</dt><dd>4 min 2 s</dd>');
  });

  it('says so when a run ended otherwise than expected or an invariant broke', () => {
    const otherwise = reportOf(aRehearsal({ expected: 'promoted' }));
    const broken = reportOf(aRehearsal({ invariants: [{ name: 'x', checks: 1, held: false }] }));

    expect(otherwise).toContain('<span class="badge wrong">expected: promoted</span>');
    expect(broken).toContain('<span class="badge wrong">an invariant broke</span>');
  });

  it('does not say of an invariant without a check that it held', () => {
    const invariants = [
      { name: 'x', checks: 3, held: true },
      { name: 'y', checks: 0, held: true },
    ];

    const report = reportOf(aRehearsal({ invariants }));

    expect(report).toContain('<dd>1 held</dd><dd class="note">in 3 checks, 1 had nothing to check');
    expect(report).toMatch(/y<\/td>.*nothing to check<\/td>/);
  });

  it('draws what targets beyond the two sides have only where there is some', () => {
    const weights = [
      { at: 0, canary: 10, by: 'x' },
      { at: 60, canary: 0, others: 30, by: 'terraform' },
    ];

    const [with30, without] = [reportOf(aRehearsal({ weights })), reportOf(aRehearsal())];

    expect(with30).toContain('0 %, others 30 %, from 00:01:00</desc>');
    expect(with30).toContain('<path class="others-share" d="M');
    expect(with30).toContain('</i>others</span>');
    expect(without).not.toContain('<path class="others-share"');
  });

  it('marks interventions, the start of the regression, the decision and the return to stable', () => {
    const report = reportOf(aRehearsal());

    for (const kind of ['person', 'regression', 'decision', 'stable'])
      expect(report).toContain(`<g class="flag ${kind}">`);
  });

  it('shows each metric with its limit and marks bad and unseen evaluations', () => {
    const report = reportOf(aRehearsal());

    expect(report.match(/<path class="curve limit"/g)).toHaveLength(3);
    expect(report.match(/<g class="bad inconclusive">/g)).toHaveLength(2);
    expect(report.match(/<g class="bad regress">/g)).toHaveLength(2);
    expect(report.match(/<g class="unseen">/g)).toHaveLength(3);
  });

  it('has every verdict with its sentence and every message in full', () => {
    const rehearsal = aRehearsal();

    const report = reportOf(rehearsal);

    for (const { because } of rehearsal.evidence) expect(report).toContain(because);
    for (const { message } of rehearsal.notifications) expect(report).toContain(`<pre>${message}`);
    expect(report).toContain('All 17 verdicts');
  });

  it('folds repeated loops of the path with a count', () => {
    expect(reportOf(aRehearsal())).toContain('<b class="rounds">10 times</b>');
  });

  it('escapes every text that comes from outside', () => {
    const report = reportOf(hostileEverywhere());

    expect(report).not.toContain('<script');
    expect(report).not.toContain('alert("x")');
    expect(report).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;');
  });

  it('asks for nothing from elsewhere and runs no script', () => {
    expect(reportOf(aRehearsal())).not.toMatch(/https?:|src=|href=|url\(|@import|<script/);
  });

  it('is the same text for the same run, however long it took in real time', () => {
    expect(reportOf(aRehearsal({ wallMs: 1 }))).toBe(reportOf(aRehearsal({ wallMs: 999 })));
  });

  it('is readable for a run that was refused before anything happened', () => {
    const report = reportOf(
      aRehearsal({
        outcome: 'refused',
        plan: null,
        states: [],
        calls: [],
        notifications: [],
        evidence: [],
        weights: [],
        regression: null,
        interventions: [],
        virtualSeconds: 0,
      }),
    );

    expect(report).not.toMatch(/NaN|undefined|Infinity/);
    expect(report).toContain('The rollout was refused before it had a plan.');
  });

  it('has headers in its tables and names for its plots', () => {
    const report = reportOf(aRehearsal());

    expect(report).not.toMatch(/<th>/);
    expect(report.match(/<svg/g)).toHaveLength(
      report.match(/role="img" aria-labelledby/g)?.length ?? 0,
    );
  });

  it('is written to a directory that is made for it', async () => {
    const directory = join(await mkdtemp(join(tmpdir(), 'report-')), 'new');

    const path = await writeReport(aRehearsal(), directory);

    expect(path).toBe(join(directory, 'rollout-errors-1.html'));
    expect(await readFile(path, 'utf8')).toBe(reportOf(aRehearsal()));
  });
});
