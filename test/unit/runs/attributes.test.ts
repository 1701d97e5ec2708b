import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromAttributes } from '../../../functions/runs/attributes.ts';
import { commitAlways } from '../../../functions/runs/commit.ts';
import { writeAll } from '../../../functions/runs/table.ts';
import { anOwned, aStore } from './a-store.ts';

const key = { pk: 'numbers', sk: 'all' };

/** What a table gives back of values that were put into it. */
const keptOf = async (values: unknown): Promise<unknown> => {
  const store = aStore();
  await store.within(() => writeAll([{ put: { ...key, values } }]));
  return store.item(key.pk, key.sk)?.values;
};

describe('a number that is written', () => {
  it('is read back as it was, whatever the range of its metric', async () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => {
      const size = Math.abs(value);
      return Object.is(value, 0) || (size >= 1e-130 && size < 9.9e125);
    });

    await fc.assert(
      fc.asyncProperty(fc.array(numbers), async (values) => {
        expect(await keptOf(values)).toEqual(values);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    [2 ** 53 + 2, 2 ** 53 + 2],
    [1e18, 1e18],
    [8.9e16, 8.9e16],
    [-1e21, -1e21],
    [1e-7, 1e-7],
    [-0, 0],
    [1e-140, 0],
    [-Number.MIN_VALUE, 0],
    [Number.MAX_VALUE, 9.99e125],
    [-Number.MAX_VALUE, -9.99e125],
    [Number.POSITIVE_INFINITY, 9.99e125],
    [Number.NaN, null],
  ])('%d becomes %d', async (written, kept) => {
    expect(await keptOf({ deep: [{ value: written }] })).toEqual({ deep: [{ value: kept }] });
  });

  it('is a number again where another tool has written an integer of any length', () => {
    expect(fromAttributes({ value: { N: `1${'0'.repeat(30)}` } })).toEqual({ value: 1e30 });
  });

  it('keeps no decision from being recorded with its evidence', async () => {
    const { store, run } = await anOwned();
    const evidence = { metrics: [{ canary: 1e18, limit: 3e200, ratio: [3, 8.9e16] }] };

    const recorded = await store.within(() => commitAlways(run, { evidence }));

    expect(recorded.version).toBe(run.version + 1);
    expect(store.items().find(({ sk }) => String(sk).startsWith('evidence#'))).toMatchObject({
      metrics: [{ canary: 1e18, ratio: [3, 8.9e16] }],
    });
  });
});

describe('what cannot be encoded', () => {
  it('is not taken for a write whose answer was lost', async () => {
    const store = aStore();

    const written = store.within(() => writeAll([{ put: { ...key, at: new Date(0) } }]));

    await expect(written).rejects.toThrow(/Unsupported type/);
  });
});
