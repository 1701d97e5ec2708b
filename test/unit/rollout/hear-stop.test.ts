import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { handler } from '../../../functions/rollout/guard-runs.ts';
import { tellRefusal } from '../../../functions/rollout/tell-refusal.ts';
import { createRun } from '../../../functions/runs/record.ts';
import { aBirth, aStore, lose, type Store } from '../runs/a-store.ts';

const request = {
  service: 'checkout',
  revision: 'checkout:42',
  requestId: 'build-7',
  who: 'ci',
  why: 'merge of #12',
};

const anEvent = (input: string | null = JSON.stringify({ ...request, at: 0 })) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: { executionArn: 'arn:checkout-1', name: 'checkout-1', status: 'ABORTED', input },
});

const anEnd = (end: object = { status: 'ABORTED', cause: 'by hand' }): Store =>
  aStore({ stepFunctions: { DescribeExecution: () => end } });

const hear = (store: Store, event: object = anEvent()) =>
  store.within(() => handler(event, {} as Context));

describe('an execution that ended without a record', () => {
  it('is told once, with service, revision and why, however often its event is delivered', async () => {
    const store = anEnd();

    for (const _time of [1, 2, 3]) await hear(store);

    expect(store.published).toMatchObject([
      {
        subject: expect.stringMatching(/^checkout: rollout refused - It ended before/),
        message: expect.stringMatching(
          /no traffic was moved\. .* ended ABORTED \(by hand\).*Revision: checkout:42.*ci \(merge of #12\)/s,
        ),
        attributes: { kind: { StringValue: 'refused' } },
      },
    ]);
  });

  it.each([
    ['was too long for the event', null, 'Service: not said'],
    ['is not JSON', '{', 'Service: not said'],
    ['is no deploy request', '{"service":"checkout"}', 'Service: checkout'],
  ])('is told with what is known when its input %s', async (_what, input, says) => {
    const store = anEnd();

    await hear(store, anEvent(input));

    expect(store.published).toMatchObject([{ message: expect.stringContaining(says) }]);
    expect(store.published[0]?.message).toContain('Run: checkout-1');
  });

  it('is not told again when its refusal was', async () => {
    const store = anEnd({ status: 'FAILED', error: 'UnknownServiceError' });
    const refusal = { name: 'UnknownServiceError', message: 'not in the catalogue' };
    await store.within(() => tellRefusal('checkout-1', request, refusal));

    await hear(store);

    expect(store.published).toMatchObject([
      { message: expect.stringContaining('not in the catalogue') },
    ]);
  });

  it('is left alone once it was redriven', async () => {
    const store = anEnd({ status: 'RUNNING' });

    await hear(store);

    expect(store.items()).toEqual([]);
  });

  it.each(['GetItem', 'TransactWriteItems'])(
    'fails the guardian when %s fails, so that the event is delivered again',
    async (action) => {
      const store = anEnd();
      const away = (): never => {
        store.next(action, 'before', away);
        return lose();
      };
      store.next(action, 'before', away);

      await expect(hear(store)).rejects.toMatchObject({
        name: expect.stringMatching(/UnreadableError|ChangeFailedError/),
      });
      store.next(action, 'before', () => {});
      await hear(store);

      expect(store.published).toHaveLength(1);
    },
  );

  it('is left to the sweep when its run has a record', async () => {
    const store = anEnd({ status: 'RUNNING' });
    await store.within(() => createRun(aBirth()));

    await hear(store);

    expect(store.published).toEqual([]);
  });
});
