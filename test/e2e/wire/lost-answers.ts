import { beforeAll, describe, expect, it } from 'vitest';
import { runKey } from '../../../functions/runs/domain/keys.ts';
import { readItem, writeAll } from '../../../functions/runs/table.ts';
import type { Wire } from './wire.ts';

/** How often the SDK sends what gets no answer: the product stands on it. */
export const lostAnswersOverTheWire = (wire: Wire): void => {
  describe('an answer that is lost', () => {
    const sent = (name: string) => wire.calls().filter((call) => call.name === name).length;

    beforeAll(() => wire.route('MiniStack', 'client-dynamodb'));

    it('of a change is not asked for again, and the effect is said to be unknown', async () => {
      const name = 'client-dynamodb TransactWriteItems';
      const before = sent(name);
      wire.next(name, 'the answer is lost');

      const writing = writeAll([{ put: { ...runKey('lost') }, onlyIfNew: true }]);

      await expect(writing).rejects.toMatchObject({ name: 'ChangeFailedError' });
      expect(sent(name)).toBe(before + 1);
      expect(await readItem(runKey('lost'))).toEqual(runKey('lost'));
    });

    it('of a read is asked for again', async () => {
      const name = 'client-dynamodb GetItem';
      const before = sent(name);
      wire.next(name, 'the answer is lost');

      const item = await readItem(runKey('nowhere'));

      expect(item).toBeUndefined();
      expect(sent(name)).toBe(before + 2);
    });
  });
};
