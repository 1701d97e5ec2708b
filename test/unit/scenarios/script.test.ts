import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, type Mistake } from '../../../functions/platform/errors.ts';
import { scriptOf } from '../../../sandbox/scenarios/cast.ts';
import { scenarios } from '../../../sandbox/scenarios/catalogue.ts';
import type { Scenario } from '../../../sandbox/scenarios/scenario.ts';

const path = 'catalog/services/checkout.yml';
const watching = readFileSync(path, 'utf8').replace('dryRun: false', 'dryRun: true');

const mistakesIn = (scenario: Scenario, text: string): readonly Mistake[] => {
  try {
    scriptOf(scenario, text, path);
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.mistakes;
    throw error;
  }
};

describe('a service file whose rollout is a dry run', () => {
  const stories = (watches: boolean) =>
    scenarios.filter(({ expected }) => (expected === 'watched') === watches);

  it.each(stories(true))('is played in $name', (scenario) => {
    const { plan } = scriptOf(scenario, watching, path);

    expect(plan.rollout.dryRun).toBe(true);
  });

  it.each(stories(false))('is refused in $name, which names the story for it', (scenario) => {
    expect(mistakesIn(scenario, watching)).toEqual([
      {
        path: 'rollout.dryRun',
        value: 'true',
        allowed: expect.stringContaining(`false in the scenario ${scenario.name}, `),
      },
    ]);
    expect(mistakesIn(scenario, watching)[0]?.allowed).toContain('the scenario dry-run plays');
  });
});
