import { describe, expect, it } from 'vitest';
import { metrics } from '../../../functions/platform/observability.ts';
import { commitAlways } from '../../../functions/runs/commit.ts';
import type { Message } from '../../../functions/runs/domain/run.ts';
import { sendMessages, tellOnce } from '../../../functions/runs/outbox.ts';
import { noon } from '../../support/a-run.ts';
import { aMessage, anOwned, lose, type Owned, type Store } from './a-store.ts';

interface Counted {
  readonly MessageNotSent?: number | readonly number[];
}

const unsent = ({ items }: Store) =>
  items()
    .filter(({ pk }) => pk === 'unsent')
    .map(({ id }) => id);

const told = ({ published }: Store) =>
  published.map(({ attributes }) => attributes.id?.StringValue);

const withMessages = async (...messages: Message[]): Promise<Owned> => {
  const owned = await anOwned();
  await owned.store.within(() => commitAlways(owned.run, { messages }));
  return owned;
};

const [first, second, third] = [1, 2, 3].map((number) => aMessage('checkout-1', number)) as [
  Message,
  Message,
  Message,
];

describe('a message', () => {
  it('goes to the topic as it was written, and is kept as sent for ninety days', async () => {
    const { store, run } = await withMessages(first);

    await store.within(() => sendMessages(run.id));

    expect(store.published).toMatchObject([
      {
        topicArn: expect.stringMatching(/:evenkeel$/),
        subject: first.subject,
        message: first.body,
        attributes: {
          id: { StringValue: first.id },
          run: { StringValue: run.id },
          kind: { StringValue: 'noticed' },
          severity: { StringValue: 'info' },
        },
      },
    ]);
    expect(unsent(store)).toEqual([]);
    expect(store.item(`run#${run.id}`, `message#${first.id}`)).toMatchObject({
      sentAt: noon,
      ttl: noon / 1_000 + 90 * 24 * 60 * 60,
    });
  });

  it('is sent once by one sender after the other', async () => {
    const { store, run } = await withMessages(first);

    await store.within(() => sendMessages(run.id));
    await store.within(() => sendMessages());

    expect(told(store)).toEqual([first.id]);
  });

  it('is sent once by two senders at the same moment', async () => {
    const owned = await anOwned({ latencyScale: 1 });
    const { store, run } = owned;
    await store.within(() => commitAlways(run, { messages: [first, second] }));

    await store.within(() => Promise.all([sendMessages(run.id), sendMessages(), sendMessages()]));

    expect(told(store).toSorted()).toEqual([first.id, second.id]);
    expect(unsent(store)).toEqual([]);
  });

  it('is sent oldest first, whatever its id', async () => {
    const late = aMessage('checkout-1', 1, { at: noon + 9 });
    const { store, run } = await withMessages(late, third, second);

    await store.within(() => sendMessages(run.id));

    expect(told(store)).toEqual([second.id, third.id, late.id]);
  });

  it('of another run is left to that run, although its id begins alike', async () => {
    const other = aMessage('checkout-11');
    const { store, run } = await withMessages(first, other);

    await store.within(() => sendMessages(run.id));
    const left = unsent(store);
    await store.within(() => sendMessages());

    expect(left).toEqual([other.id]);
    expect(told(store)).toEqual([first.id, other.id]);
  });
});

describe('a message that cannot be sent', () => {
  it('does not stop the others, and goes out once its claim is over', async () => {
    const { store, run } = await withMessages(first, second, third);
    store.next('Publish', 'before', lose);

    await store.within(() => sendMessages(run.id));
    const others = told(store);
    await store.within(() => sendMessages(run.id));
    const early = unsent(store);
    await store.pass(61);
    await store.within(() => sendMessages(run.id));

    expect(others).toEqual([second.id, third.id]);
    expect(early).toEqual([first.id]);
    expect(told(store)).toEqual([second.id, third.id, first.id]);
    expect(unsent(store)).toEqual([]);
  });

  it('is sent again with the same id when the answer was lost: at least once', async () => {
    const { store, run } = await withMessages(first);
    store.next('Publish', 'after', lose);

    await store.within(() => sendMessages(run.id));
    await store.pass(61);
    await store.within(() => sendMessages(run.id));

    expect(told(store)).toEqual([first.id, first.id]);
    expect(unsent(store)).toEqual([]);
  });

  it('does not fail the sender, and neither does an outbox that cannot be read', async () => {
    const { store, run } = await withMessages(first);
    const lost = (action: string) => store.next(action, 'before', lose);

    lost('TransactWriteItems');
    await store.within(() => sendMessages(run.id));
    for (const action of ['Publish', 'Query']) {
      lost(action);
      await store.within(() => sendMessages(run.id));
    }

    expect(unsent(store)).toEqual([first.id]);
  });
});

describe('a message that is unsent for long', () => {
  /** How often it was counted by one look at the outbox. */
  const countedBy = async ({ within }: Store): Promise<number> => {
    await within(() => sendMessages());
    const { MessageNotSent: values = [] } = metrics.serializeMetrics() as Counted;
    metrics.clearMetrics();
    return [values].flat().length;
  };

  it('is counted once for each look at the outbox, from five minutes on', async () => {
    const { store } = await withMessages(first, second);
    const refuse = (): never => {
      store.next('Publish', 'before', refuse);
      return lose();
    };
    store.next('Publish', 'before', refuse);

    const seen: number[] = [];
    for (const seconds of [0, 240, 61, 61]) {
      await store.pass(seconds);
      seen.push(await countedBy(store));
    }

    expect(seen).toEqual([0, 0, 1, 1]);
  });

  it('is not counted any more once it was sent', async () => {
    const { store } = await withMessages(first);
    await store.within(() => sendMessages());
    await store.pass(600);

    expect(await countedBy(store)).toBe(0);
  });
});

describe('a sender', () => {
  it('goes on only for a while, and leaves the rest to the next one', async () => {
    const { store, run } = await anOwned({ latencyScale: 50 });
    const messages = [1, 2, 3, 4, 5].map((number) => aMessage(run.id, number));
    await store.within(() => commitAlways(run, { messages }));
    const startedAt = store.now();

    await store.within(() => sendMessages(run.id));
    const took = store.now() - startedAt;
    const left = unsent(store);
    await store.within(() => sendMessages(run.id));
    await store.within(() => sendMessages(run.id));

    expect(took).toBeLessThan(20_000);
    expect(left.length).toBeGreaterThan(0);
    expect(told(store)).toEqual(messages.map(({ id }) => id));
  });
});

describe('telling without a run', () => {
  it('sends a message once however often it is told', async () => {
    const { store } = await anOwned();
    const message = aMessage('checkout-9');

    for (const _time of [1, 2, 3]) await store.within(() => tellOnce(message));

    expect(told(store)).toEqual([message.id]);
  });

  it('keeps the message for the guardian when SNS does not take it', async () => {
    const { store } = await anOwned();
    const message = aMessage('checkout-9');
    store.next('Publish', 'before', lose);

    await store.within(() => tellOnce(message));
    const left = unsent(store);
    await store.pass(61);
    await store.within(() => sendMessages());

    expect(left).toEqual([message.id]);
    expect(told(store)).toEqual([message.id]);
  });

  it('throws when the message could not be written, so that its caller repeats', async () => {
    const { store } = await anOwned();
    store.next('TransactWriteItems', 'before', lose);

    const lost = store.within(() => tellOnce(aMessage('checkout-9')));

    await expect(lost).rejects.toMatchObject({ name: 'ChangeFailedError' });
  });
});
