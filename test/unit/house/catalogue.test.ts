import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useRuntime } from '../../../functions/platform/runtime.ts';
import { checkCatalogue } from '../../../scripts/check-catalogue.ts';
import { readSource } from '../../support/source.ts';

const shipping = (text: string | ((path: string) => string)) =>
  useRuntime({
    now: () => 0,
    sleep: async () => {},
    after: () => () => {},
    freshId: () => 'id',
    environment: () => ({}),
    readShippedFile: async (path) => (typeof text === 'string' ? text : text(path)),
  });

describe('the check of the catalogue', () => {
  it('finds nothing in the entries of this project', async () => {
    const mistakes = await checkCatalogue();

    expect(mistakes).toEqual([]);
  });

  it('names file, path, value and what is allowed', async () => {
    shipping('service: Checkout!\ndescription: Takes orders');

    const mistakes = await checkCatalogue();

    expect(mistakes).toContainEqual(
      expect.stringMatching(
        /^catalog\/services\/\w+\.yml: owner: nothing is not allowed; allowed: /,
      ),
    );
  });

  it.each([
    ['checkout', /^catalog\/services\/pricing\.yml: traffic\.rule: arn:aws:\S+ is in /],
    [
      'pricing',
      /^catalog\/services\/pricing\.yml: traffic: function pricing with alias live is in /,
    ],
  ])('refuses a second entry that moves what %s moves', async (service, says) => {
    const text = readSource(`catalog/services/${service}.yml`);
    shipping((path) => text.replace(/^service: .*$/m, `service: ${basename(path, '.yml')}`));

    const mistakes = await checkCatalogue();

    expect(mistakes).toEqual([expect.stringMatching(says)]);
    expect(mistakes[0]).toContain('is in catalog/services/checkout.yml too');
  });
});
