import { describe, expect, it } from 'vitest';
import type { Regression } from '../../../sandbox/world/regressions.ts';
import type { SideMinute } from '../../../sandbox/world/side-minute.ts';
import { aLambdaWorld, aWorld, minuteMs } from './a-world.ts';
import { mean, quantile, share, sideMinutes, total } from './side-minutes.ts';

const half = { blue: 50, green: 50 };

const withRegression = async (
  regression: Partial<Regression> & Pick<Regression, 'kind' | 'size'>,
) => {
  const stage = aWorld({
    traffic: { requestsPerMinute: 6_000 },
    tasks: { blue: 6, green: 6 },
    regressions: [{ revision: 'shop:42', from: 0, ...regression }],
  });
  stage.world.setWeightsByHand(half, 'ana');
  await stage.pass(10);
  return { stable: sideMinutes(stage, 'blue'), canary: sideMinutes(stage, 'green') };
};

describe('a regression', () => {
  it('answers more requests with errors', async () => {
    const { stable, canary } = await withRegression({ kind: 'errors', size: 0.05 });

    expect(share(canary, ({ errors }) => errors)).toBeCloseTo(0.051, 1.8);
    expect(share(stable, ({ errors }) => errors)).toBeLessThan(0.003);
    expect(total(canary, ({ lost }) => lost)).toBe(0);
  });

  it('loses requests without an answer and without 5xx when the revision crashes', async () => {
    const { stable, canary } = await withRegression({ kind: 'crash', size: 0.1 });

    expect(share(canary, ({ lost }) => lost)).toBeCloseTo(0.1, 1.8);
    expect(share(canary, ({ errors }) => errors)).toBeLessThan(0.003);
    expect(total(stable, ({ lost }) => lost)).toBe(0);
  });

  it('makes only the slowest requests slower', async () => {
    const { stable, canary } = await withRegression({ kind: 'tail', size: 4, share: 0.02 });

    expect(quantile(canary, 0.5) / quantile(stable, 0.5)).toBeCloseTo(1, 1);
    expect(quantile(canary, 0.99) / quantile(stable, 0.99)).toBeGreaterThan(1.15);
  });

  it('slows every request', async () => {
    const { stable, canary } = await withRegression({ kind: 'latency', size: 1.5 });

    expect(quantile(canary, 0.5) / quantile(stable, 0.5)).toBeCloseTo(1.5, 0.9);
    expect(quantile(canary, 0.99) / quantile(stable, 0.99)).toBeCloseTo(1.5, 0.7);
  });

  it('uses more CPU for each request', async () => {
    const { stable, canary } = await withRegression({ kind: 'cpu', size: 1.3 });

    const cpu = (minutes: readonly SideMinute[]) =>
      share(minutes, ({ cpuPercent }) => mean(cpuPercent));
    expect(cpu(canary) / cpu(stable)).toBeCloseTo(1.3, 1.5);
  });

  it('uses more memory', async () => {
    const { stable, canary } = await withRegression({ kind: 'memory', size: 1.4 });

    const memory = (minutes: readonly SideMinute[]) =>
      mean(minutes.flatMap(({ memoryPercent }) => memoryPercent));
    expect(memory(canary) / memory(stable)).toBeCloseTo(1.4, 1.5);
  });

  it('leaks memory and slows the slowest requests little by little', async () => {
    const { canary } = await withRegression({ kind: 'leak', size: 6 });

    const memory = canary.map(({ memoryPercent }) => mean(memoryPercent));
    expect(memory.at(-1)).toBeGreaterThan((memory[0] ?? 0) * 1.5);
    expect(quantile(canary.slice(-2), 0.99)).toBeGreaterThan(quantile(canary.slice(0, 2), 0.99));
  });

  it('begins and ends when it is told to', async () => {
    const { canary } = await withRegression({
      kind: 'errors',
      size: 0.5,
      from: 3 * minuteMs,
      to: 6 * minuteMs,
    });

    const sick = canary.map((minute) => minute.errors / minute.requests > 0.1);
    expect(sick).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 0].map(Boolean));
  });

  it('follows its revision to the other side', async () => {
    const stage = aWorld({
      regressions: [{ revision: 'shop:42', kind: 'errors', size: 0.5, from: 0 }],
    });
    stage.world.setWeightsByHand(half, 'ana');
    stage.world.deploy('green', 'shop:43', 0);
    stage.world.deploy('blue', 'arn:aws:ecs:eu-central-1:111122223333:task-definition/shop:42', 60);

    await stage.pass(5);

    const errors = (side: string) => sideMinutes(stage, side).map((minute) => minute.errors > 60);
    expect(errors('blue')).toEqual([false, true, true, true, true]);
    expect(errors('green')).toEqual([false, false, false, false, false]);
  });

  it('may hit everything', async () => {
    const { stable, canary } = await withRegression({
      revision: 'everything',
      kind: 'errors',
      size: 0.05,
    });

    expect(share(stable, ({ errors }) => errors)).toBeGreaterThan(0.04);
    expect(share(canary, ({ errors }) => errors)).toBeGreaterThan(0.04);
  });

  it('follows the version of an alias', async () => {
    const stage = aLambdaWorld({
      regressions: [{ revision: '42', kind: 'crash', size: 0.2, from: 0 }],
    });
    stage.world.setWeightsByHand({ '41': 50, '42': 50 }, 'ana');

    await stage.pass(5);

    expect(share(sideMinutes(stage, '42'), ({ lost }) => lost)).toBeCloseTo(0.2, 1.2);
    expect(total(sideMinutes(stage, '41'), ({ lost }) => lost)).toBe(0);
  });
});
