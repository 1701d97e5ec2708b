import { describe, expect, it } from 'vitest';
import { useRuntime } from '../../../functions/platform/runtime.ts';
import { checkCatalogue } from '../../../scripts/check-catalogue.ts';

const shipping = (text: string) =>
  useRuntime({
    now: () => 0,
    sleep: async () => {},
    after: () => () => {},
    freshId: () => 'id',
    environment: () => ({}),
    readShippedFile: async () => text,
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
});
