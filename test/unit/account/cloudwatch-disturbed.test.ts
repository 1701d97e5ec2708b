import { describe, expect, it } from 'vitest';
import { aWorld, minuteMs } from '../world/a-world.ts';
import { at, only, query } from './metric-queries.ts';

describe('disturbed telemetry', () => {
  const disturbed = async (kind: 'outage' | 'late' | 'partial' | 'internal-error', more = {}) => {
    const stage = aWorld({
      disturbances: [{ kind, from: 2 * minuteMs, to: 6 * minuteMs, ...more }],
    });
    await stage.pass(kind === 'partial' || kind === 'internal-error' ? 5 : 10);
    return stage;
  };

  it('never shows what was measured in an outage and is still complete', async () => {
    const stage = await disturbed('outage');

    const { times, status } = only(stage, query('RequestCount'), [0, 8]);

    expect([times, status]).toEqual([[at(0), at(1), at(6), at(7)], 'Complete']);
  });

  it('may fail for one side alone', async () => {
    const stage = await disturbed('outage', { side: 'green' });

    expect(only(stage, query('RequestCount'), [0, 8]).times).toHaveLength(8);
    expect(
      only(stage, query('HealthyHostCount', 'Minimum', 60, 'green'), [0, 8]).times,
    ).toHaveLength(4);
  });

  it('shows late data late', async () => {
    const stage = await disturbed('late', { delaySeconds: 600 });
    const before = only(stage, query('RequestCount'), [0, 8]).times.length;
    await stage.pass(10);

    expect(before).toBe(4);
    expect(only(stage, query('RequestCount'), [0, 8]).times).toHaveLength(8);
  });

  it('says that partial data are partial', async () => {
    const stage = await disturbed('partial');

    const { times, status } = only(stage, query('RequestCount'), [-8, 0]);
    await stage.pass(2);

    expect([times.length, status]).toEqual([4, 'PartialData']);
    expect(only(stage, query('RequestCount'), [-8, 0]).status).toBe('Complete');
  });

  it('may fail inside CloudWatch', async () => {
    const stage = await disturbed('internal-error');

    const { values, status } = only(stage, query('RequestCount'), [-8, 0]);

    expect([values, status]).toEqual([[], 'InternalError']);
  });
});
