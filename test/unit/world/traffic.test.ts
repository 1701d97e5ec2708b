import { describe, expect, it } from 'vitest';
import type { Minute } from '../../../sandbox/world/minutes.ts';
import { aLambdaWorld, aWorld, foreign, minuteMs, noon, type Stage } from './a-world.ts';

const requestsOn = (minutes: readonly Minute[], side: string): number =>
  minutes
    .flatMap(({ sides }) => sides)
    .filter((minute) => minute.side === side)
    .reduce((sum, { requests }) => sum + requests, 0);

const offered = (minutes: readonly Minute[]): number =>
  minutes.reduce((sum, minute) => sum + minute.offered, 0);

const from = ({ world }: Stage, minute: number, to = Number.POSITIVE_INFINITY) =>
  world
    .minutes()
    .filter(({ start }) => start >= noon + minute * minuteMs && start < noon + to * minuteMs);

describe('the traffic of a world', () => {
  it('has an hour of history before the start', () => {
    const stage = aWorld();

    const minutes = stage.world.minutes();

    expect(minutes).toHaveLength(60);
    expect(minutes[0]?.start).toBe(noon - 60 * minuteMs);
    expect(requestsOn(minutes, 'blue')).toBe(offered(minutes));
  });

  it('sends every offered request to a side or counts it as rejected', async () => {
    const stage = aWorld();
    stage.clock.after(90_500, () => stage.world.setWeightsByHand({ blue: 90, green: 10 }, 'ana'));
    stage.clock.after(240_000, () => stage.world.scale('green', 0));

    await stage.pass(10);

    for (const minute of stage.world.minutes()) {
      const served = minute.sides.reduce((sum, { requests }) => sum + requests, 0);
      expect(served + minute.rejected).toBe(minute.offered);
    }
    expect(from(stage, 5).every(({ rejected }) => rejected > 0)).toBe(true);
    expect(from(stage, 0, 4).every(({ rejected }) => rejected === 0)).toBe(true);
  });

  it.each([
    { weights: { blue: 90, green: 10 }, share: 0.1 },
    { weights: { blue: 1, green: 1 }, share: 0.5 },
    { weights: { blue: 0, green: 999 }, share: 1 },
  ])('follows the weights $weights', async ({ weights, share }) => {
    const stage = aWorld({ traffic: { requestsPerMinute: 3_000 } });
    stage.world.setWeightsByHand(weights, 'ana');

    await stage.pass(10);

    const minutes = from(stage, 0);
    expect(requestsOn(minutes, 'green') / offered(minutes)).toBeCloseTo(share, 1.5);
  });

  it('splits a minute in whose middle the weights change', async () => {
    const stage = aWorld({ traffic: { requestsPerMinute: 6_000, dispersion: 1 } });
    stage.clock.after(90_000, () => stage.world.setWeightsByHand({ blue: 0, green: 1 }, 'ana'));

    await stage.pass(3);

    const shares = from(stage, 0).map(
      (minute) => requestsOn([minute], 'green') / offered([minute]),
    );
    expect(shares[0]).toBe(0);
    expect(shares[1]).toBeCloseTo(0.5, 1);
    expect(shares[2]).toBe(1);
  });

  it('is the same for one seed, whenever somebody looks, and another for another seed', async () => {
    const [lazy, eager, other] = [aWorld({}, 7), aWorld({}, 7), aWorld({}, 8)];
    for (const stage of [lazy, eager, other]) {
      stage.clock.after(61_000, () => stage.world.setWeightsByHand({ blue: 3, green: 1 }, 'ana'));
      stage.clock.after(125_000, () => stage.world.deploy('green', 'shop:43', 30));
    }
    for (let at = 10_000; at < 240_000; at += 10_000) eager.clock.after(at, eager.world.minutes);

    await Promise.all([lazy, eager, other].map(({ pass }) => pass(5)));

    expect(eager.world.minutes()).toEqual(lazy.world.minutes());
    expect(other.world.minutes()).not.toEqual(lazy.world.minutes());
  });

  it('changes its level when the world says so, inside a minute too', async () => {
    const stage = aWorld({
      traffic: { requestsPerMinute: 2_000, dispersion: 1, dailyAmplitude: 0 },
      trafficChanges: [{ at: 90_000, requestsPerMinute: 200 }],
    });

    await stage.pass(3);

    const counts = from(stage, 0).map((minute) => minute.offered);
    expect((counts[0] ?? 0) / 2_000).toBeCloseTo(1, 0.9);
    expect((counts[1] ?? 0) / 1_100).toBeCloseTo(1, 0.9);
    expect((counts[2] ?? 0) / 200).toBeCloseTo(1, 0.3);
  });

  it('swings with the hour of the day', () => {
    const [flat, swinging] = [0, 0.5].map((dailyAmplitude) =>
      offered(aWorld({ traffic: { dailyAmplitude, dispersion: 1 } }).world.minutes()),
    );

    expect((swinging ?? 0) / (flat ?? 1)).toBeGreaterThan(1.3);
  });

  it('is as bursty as it is told to be', () => {
    const dispersion = (asked: number): number => {
      const traffic = { requestsPerMinute: 1_000, dispersion: asked, dailyAmplitude: 0 };
      const counts = [1, 2, 3, 4, 5].flatMap((seed) =>
        aWorld({ traffic }, seed)
          .world.minutes()
          .map((minute) => minute.offered),
      );
      const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
      const squares = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0);
      return squares / (counts.length - 1) / mean;
    };

    const [independent, bursty] = [dispersion(1), dispersion(10)];

    expect(independent).toBeGreaterThan(0.7);
    expect(independent).toBeLessThan(1.4);
    expect(bursty).toBeGreaterThan(7);
    expect(bursty).toBeLessThan(13.5);
  });

  it('reaches weights only after the propagation delay', async () => {
    const stage = aWorld({ propagationMs: 5_000 });
    const heard: unknown[] = [];
    stage.world.onWeights((shares) => heard.push([stage.clock.now - noon, shares]));
    stage.world.setWeightsByHand({ blue: 60, green: 40 }, 'ana');

    const before = stage.world.truth();
    await stage.pass(1);

    expect(before).toEqual({ blue: 100, green: 0 });
    expect(stage.world.truth()).toEqual({ blue: 60, green: 40 });
    expect(heard).toEqual([[5_000, { blue: 60, green: 40 }]]);
  });

  it('splits between the versions of an alias', async () => {
    const stage = aLambdaWorld();
    stage.world.setWeightsByHand({ '41': 75, '42': 25 }, 'ana');

    await stage.pass(5);

    const minutes = from(stage, 0);
    expect(stage.world.truth()).toEqual({ '41': 75, '42': 25 });
    expect(requestsOn(minutes, '42') / offered(minutes)).toBeCloseTo(0.25, 1.5);
  });
});

describe('a sticky rule', () => {
  const sticky = { rule: { stickySeconds: 600 } };

  it('keeps clients on their side until their cookies run out', async () => {
    const stage = aWorld(sticky);
    stage.world.setWeightsByHand({ blue: 0, green: 100 }, 'ana');

    const seen: number[] = [];
    for (let minute = 0; minute < 12; minute += 3) {
      await stage.pass(3);
      seen.push(Math.round(stage.world.truth().green ?? 0));
    }

    expect(seen).toEqual([30, 60, 90, 100]);
  });

  it('keeps nobody on a side that has left the rule', async () => {
    const stage = aWorld({
      ...sticky,
      otherSides: { old: { targetGroup: foreign, service: 'shop-old' } },
    });
    stage.world.setWeightsByHand({ blue: 50, green: 0, old: 50 }, 'ana');
    await stage.pass(20);

    stage.world.setWeightsByHand({ blue: 100, green: 0 }, 'ana');
    await stage.pass(1);

    expect(stage.world.truth()).toEqual({ blue: 100, green: 0 });
  });
});
