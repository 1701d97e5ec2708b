import { describe, expect, it } from 'vitest';
import { scenarios } from '../../../sandbox/scenarios/catalogue.ts';
import { scriptFor } from '../../../sandbox/scenarios/read-script.ts';
import { anEntry } from '../../support/a-plan.ts';

const [scenario] = scenarios;
if (scenario === undefined) throw new Error('there is a scenario');

const prometheus = JSON.stringify(
  anEntry({
    telemetry: {
      kind: 'prometheus',
      url: 'https://prometheus.example.com',
      preset: 'http',
      selector: 'version="{service}"',
    },
  }),
);

describe('the plan of a scenario', () => {
  it('is the sample of the catalogue unless a file is given', async () => {
    expect((await scriptFor(scenario, {}, false)).plan.service).toBe('checkout');
  });

  it('is refused where nothing in the account would answer its queries', async () => {
    const asked = { serviceText: prometheus, serviceFile: 'mine.yml' };

    await expect(scriptFor(scenario, asked, false)).rejects.toMatchObject({
      name: 'InvalidInputError',
      mistakes: [{ path: 'telemetry.kind', value: '"prometheus"' }],
    });
    expect((await scriptFor(scenario, asked, true)).plan.telemetry.kind).toBe('prometheus');
  });
});
