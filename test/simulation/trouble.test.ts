import { describe, expect, it } from 'vitest';
import { rehearseWith } from '../../sandbox/rehearse.ts';
import { type EntryDraft, withAlarms, withRollout } from '../../sandbox/scenarios/scenario.ts';
import { broken, scenario, tried } from '../support/a-trial.ts';

describe('a service that hardly ever fails', () => {
  it('is rolled back for what was seen, and not for what could not be recorded', async () => {
    const played = scenario('errors', {
      horizonMinutes: 100,
      change: withRollout({ steps: [{ weight: 2 }, { weight: 100 }] }),
      world: ({ canaryRevision: revision }) => ({
        traffic: { baseErrorShare: 0.000004, requestsPerMinute: 12_000, dispersion: 1 },
        regressions: [{ revision, kind: 'errors', size: 0.04, from: 900_000 }],
      }),
    });

    const rehearsal = await rehearseWith(
      played,
      { workflow: 'rollout', scenario: 'errors', seed: 18 },
      {},
    );

    expect(rehearsal.outcome).toBe('rolled-back');
    expect(rehearsal.because).toMatch(/bad requests at least [\d.]+ times as frequent/);
  });
});

describe('a deploy whose run was recorded', () => {
  it('is rolled out although the answer was lost', async () => {
    const rehearsal = await tried(scenario('good'), {
      faults: ({ function: caller, action, occurrence }) =>
        caller === 'resolve-plan' && action === 'TransactWriteItems' && occurrence === 0
          ? { kind: 'after' }
          : undefined,
    });

    expect(rehearsal.outcome).toBe('promoted');
    expect(broken(rehearsal)).toEqual([]);
  });
});

describe('CloudWatch that hangs for ten minutes', () => {
  it.each([
    ['with alarms', withAlarms],
    ['without alarms', (entry: EntryDraft) => ({ ...entry, alarms: [] })],
  ])('makes a rollout %s wait, and does not roll it back', async (_, change) => {
    const rehearsal = await tried(scenario('good', { change }), {
      faults: ({ function: caller, service, at }) =>
        caller === 'measure' && service === 'CloudWatch' && at > 400 && at < 1000
          ? { kind: 'late', seconds: 60 }
          : undefined,
    });

    expect(rehearsal.outcome).toBe('promoted');
    expect(broken(rehearsal)).toEqual([]);
    const late = rehearsal.evidence.find(({ at }) => at > 420 && at < 1000);
    expect(late).toMatchObject({ verdict: 'blind' });
    expect(late?.because).toContain('did not answer cloudwatch:GetMetricData in time');
  });
});

describe('a load balancer that hangs for ten minutes', () => {
  it('makes a rollout wait together with CloudWatch, and does not roll it back', async () => {
    const rehearsal = await tried(scenario('good'), {
      faults: ({ function: caller, service, at }) =>
        caller === 'measure' && service !== 'DynamoDB' && at > 400 && at < 1000
          ? { kind: 'late', seconds: 60 }
          : undefined,
    });

    expect(rehearsal.outcome).toBe('promoted');
    expect(broken(rehearsal)).toEqual([]);
  });
});
