import { describe, expect, it } from 'vitest';
import { aWorld } from './a-world.ts';
import { quantile, share, sideMinutes, total } from './side-minutes.ts';

describe('a side without enough healthy tasks', () => {
  it('still gets its traffic and loses it when no task is healthy', async () => {
    const stage = aWorld();
    stage.world.setWeightsByHand({ blue: 50, green: 50 }, 'ana');
    stage.world.setHealth('green', 0);

    await stage.pass(3);

    const green = sideMinutes(stage, 'green');
    expect(total(green, ({ requests }) => requests)).toBeGreaterThan(1_000);
    expect(share(green, ({ lost }) => lost)).toBe(1);
    expect(stage.world.healthyCount('green')).toBe(0);
  });

  it('gets slow and then loses what it cannot do', async () => {
    const stage = aWorld({ tasks: { blue: 6, green: 6 } });
    const p50 = () => quantile(sideMinutes(stage, 'blue', minute), 0.5);
    let minute = 0;
    await stage.pass(2);
    const usual = p50();

    stage.world.setHealth('blue', 2);
    minute = 2;
    await stage.pass(2);

    expect(p50()).toBeGreaterThan(usual * 2);
    expect(share(sideMinutes(stage, 'blue', 2), ({ lost }) => lost)).toBeGreaterThan(0.1);
  });

  it('recovers when its new tasks have started', async () => {
    const stage = aWorld({
      tasks: { blue: 2 },
      task: { requestsPerMinute: 400, startSeconds: 60 },
    });
    stage.world.scale('blue', 8);

    await stage.pass(3);

    const lost = sideMinutes(stage, 'blue').map((minute) => minute.lost > 0);
    expect(lost).toEqual([true, false, false]);
  });

  it.each(['scale', 'setHealth', 'healthyCount'] as const)(
    'refuses %s for an unknown side',
    (act) => {
      const { world } = aWorld();

      expect(() => world[act]('red', 1)).toThrow('there is no side red; there are blue, green');
    },
  );
});
