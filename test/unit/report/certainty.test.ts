import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../sandbox/rehearsal.ts';
import { reportOf } from '../../../sandbox/report/report.ts';
import { aRehearsal } from '../../support/a-rehearsal.ts';

const needed = Math.log(100);

/** The usual rehearsal, judged by evidence that grows by so much in a bucket from minute 17 on. */
const weighed = (growth: number) => {
  const usual = aRehearsal();
  const evidence = usual.evidence.map((each): Evidence => {
    const log = Math.max(0, each.at / 60 - 17) * growth;
    const metrics = each.metrics.map((metric) => ({ ...metric, evidence: log }));
    return { ...each, metrics, evidence: { log, needed } };
  });
  return reportOf(aRehearsal({ evidence }));
};

const sectionOf = (report: string): string =>
  /<section id="certainty"[\s\S]*?<\/section>/.exec(report)?.[0] ?? '';

describe('how sure a rollout was', () => {
  it('is drawn for each critical metric and for all together, with what rolls back', () => {
    const drawn = sectionOf(weighed(2));

    expect(drawn.match(/class="trace trace-/g)).toHaveLength(2);
    expect(drawn).toContain('class="together"');
    expect(drawn).toContain('rolls back at 100 to 1');
    expect(drawn).toContain('p99 latency: 2,980 to 1 at the end');
    expect(drawn).not.toContain('NaN');
  });

  it('marks where it decided, and only there', () => {
    expect(sectionOf(weighed(2)).match(/class="bad regress"/g)).toHaveLength(1);
    expect(sectionOf(weighed(0.5))).not.toContain('class="bad regress"');
  });

  it('stays within its frame when the evidence leaves all bounds', () => {
    expect(sectionOf(weighed(500))).toContain('over 1,000,000 to 1');
    expect(sectionOf(weighed(-500))).not.toContain('NaN');
  });

  it('is left out where no evidence was weighed', () => {
    expect(sectionOf(reportOf(aRehearsal()))).toBe('');
  });
});
