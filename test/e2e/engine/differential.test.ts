import { beforeAll, describe, expect, it } from 'vitest';
import type { EngineCase, EngineRun, Outcome } from '../../support/engine/a-case.ts';
import { runSimulated } from '../../support/engine/run-simulated.ts';
import { engineCases } from '../../support/engine-cases.ts';
import { loadMachines, type Machine } from '../../support/machine/machine.ts';
import { type Facts, factsOf, sameIn } from './comparison.ts';
import { deviations } from './deviations.ts';
import { journeysIntoCatchers, journeysOverChoices } from './journeys.ts';
import { runAllOnMoto } from './moto.ts';
import { rolloutStories, rolloutWayHome } from './rollout.ts';
import { summary } from './summary.ts';

type Travel = EngineRun & { readonly endsIn?: string };

/** How to travel through each machine of the project. */
const travels: Readonly<Record<string, (machine: Machine) => readonly Travel[]>> = {
  'statemachines/rollout.asl.yaml': (machine) => [
    ...rolloutStories(machine),
    ...journeysIntoCatchers(machine, rolloutWayHome),
    ...journeysOverChoices(machine, rolloutWayHome),
  ],
};

const machines = loadMachines().map(([path, machine]) => ({
  path,
  machine,
  journeys: travels[path]?.(machine) ?? [],
}));
const cases = Object.values(engineCases).flat();
const journeys = machines.flatMap((each) => each.journeys);
const runs: readonly (EngineRun & Partial<EngineCase>)[] = [...cases, ...journeys];
const names = runs.map(({ name }, index) => ({ name, index }));

const ours: Facts[] = [];
const theirs: Facts[] = [];

const facts = (outcomes: readonly Outcome[]): Facts[] =>
  outcomes.map((outcome, index) => factsOf(outcome, runs[index]?.expected));

const oursOf = (name: string): Facts => ours[runs.findIndex((run) => run.name === name)] ?? {};

beforeAll(async () => {
  ours.push(...facts(await Promise.all(runs.map(runSimulated))));
  theirs.push(...facts(await runAllOnMoto(runs)));
  console.info(summary({ cases: cases.length, journeys: journeys.length, ours, theirs }));
}, 900_000);

describe('our engine and moto’s interpreter', () => {
  it.each(names)('$name', ({ name, index }) => {
    const deviation = deviations.find((each) => name in each.cases);

    const expected = { ...ours[index], ...deviation?.cases[name] };
    expect(theirs[index], deviation && `in the table as: ${deviation.name}`).toEqual(expected);
  });

  it.each(deviations)('differ where $name', ({ cases: listed }) => {
    const idle = Object.entries(listed).filter(
      ([name, theirFacts]) => sameIn(theirFacts, oursOf(name)).length > 0,
    );

    expect(idle).toEqual([]);
  });
});

describe('the runs', () => {
  it('have different names', () => {
    expect(new Set(runs.map(({ name }) => name)).size).toBe(runs.length);
  });

  it('end', () => {
    const running = names.filter(({ index }) => ours[index]?.status === 'RUNNING');

    expect(running).toEqual([]);
  });

  it.each(journeys.filter(({ endsIn }) => endsIn !== undefined))(
    'of which one $name ends in $endsIn',
    ({ name, endsIn }) => {
      expect(oursOf(name).paths?.main?.at(-1)).toBe(endsIn);
    },
  );

  it.each(machines)('enter every state of $path', ({ machine, journeys: own }) => {
    const entered = new Set(own.flatMap(({ name }) => oursOf(name).paths?.main ?? []));

    const others = Object.keys(machine.States).filter((state) => !entered.has(state));
    expect(others).toEqual([]);
  });
});
