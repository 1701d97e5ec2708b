import { describe, expect, it } from 'vitest';
import { createCorpus } from '../../../sandbox/explore/corpus.ts';
import { faultNames } from '../../../sandbox/explore/draw-fault.ts';
import { mutatedSchedule } from '../../../sandbox/explore/mutate-schedule.ts';
import { randomSchedule } from '../../../sandbox/explore/random-schedule.ts';
import { rollout } from '../../../sandbox/explore/rollout/rollout.ts';
import { kindOf, type Schedule } from '../../../sandbox/explore/schedule.ts';
import { seeded } from '../../../sandbox/random.ts';
import { aTrial } from './a-rehearsed-trial.ts';

const drawn = (seed: number): Promise<Schedule> =>
  randomSchedule(rollout, seed, async (schedule) => aTrial({ schedule }));

const some = (): Promise<Schedule[]> =>
  Promise.all(Array.from({ length: 400 }, (_, seed) => drawn(seed)));

describe('a random schedule', () => {
  it('is the same for the same seed, and another for another one', async () => {
    expect(await drawn(7)).toEqual(await drawn(7));
    expect(await drawn(7)).not.toEqual(await drawn(8));
  });

  it('has every kind of trouble and every intervention in some seed', async () => {
    const schedules = await some();

    const kinds = new Set(schedules.flatMap(({ faults }) => faults.map(kindOf)));
    const deeds = new Set(
      schedules.flatMap(({ interventions }) => interventions.map((each) => each.do)),
    );
    expect([...faultNames].filter((name) => !kinds.has(name))).toEqual([]);
    expect(rollout.deeds.filter((name) => !deeds.has(name))).toEqual([]);
  });

  it('leaves out some kinds of trouble, so that they do not hide others', async () => {
    const many = (await some()).filter(({ faults }) => faults.length === 6);

    const kinds = many.map(({ faults }) => new Set(faults.map(kindOf)).size);
    expect(Math.min(...kinds)).toBeLessThan(4);
  });
});

describe('a changed schedule', () => {
  it('is the same for the same rehearsal and seed', () => {
    expect(mutatedSchedule(aTrial(), 3)).toEqual(mutatedSchedule(aTrial(), 3));
  });

  it('puts its fault at a call that the rehearsal itself has made', () => {
    const faults = Array.from({ length: 40 }, (_, seed) => mutatedSchedule(aTrial(), seed).faults);

    const functions = faults.flat().flatMap((fault) => ('action' in fault ? [fault.function] : []));
    expect(new Set(functions)).toEqual(new Set(['measure']));
  });
});

describe('the rehearsals that are worth another look', () => {
  const rare = aTrial({ ways: ['Measure → Roll back'] });

  it('are none while nothing was rehearsed', () => {
    expect(createCorpus().draw(seeded(1))).toBeUndefined();
  });

  it('are those that went where others did not', () => {
    const corpus = createCorpus();
    corpus.add(rare);
    for (let times = 0; times < 10; times++) corpus.add(aTrial());

    expect(corpus.draw(seeded(1))).toBe(rare);
  });

  it('are none any more once many went there', () => {
    const corpus = createCorpus();
    for (let times = 0; times < 10; times++) corpus.add(aTrial());

    expect(corpus.draw(seeded(1))).toBeUndefined();
  });
});
