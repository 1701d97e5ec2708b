import { expect, it } from 'vitest';
import { releases, rollOutLive } from '../../sandbox/live/live-rollout.ts';

it('a good release is promoted and a bad one rolled back by what a real Prometheus has scraped', {
  timeout: 300_000,
}, async () => {
  const verdicts = new Set<string>();

  const rehearsals = await rollOutLive({
    onReady: () => {},
    onEvent: ({ name }, event) => {
      if (event.kind === 'evidence') verdicts.add(`${name} ${event.evidence.verdict}`);
    },
  });

  expect(rehearsals.map(({ scenario, outcome }) => [scenario, outcome])).toEqual(
    releases.map(({ name, expected }) => [name, expected]),
  );
  expect(rehearsals.flatMap(({ invariants }) => invariants.filter(({ held }) => !held))).toEqual(
    [],
  );
  expect([...verdicts]).toEqual(expect.arrayContaining(['good pass', 'errors regress']));
  expect([...verdicts]).not.toContain('good regress');
});
