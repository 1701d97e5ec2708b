import { ExecutionAlreadyExists } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { executionName, handler } from '../../../functions/rollout/start-rollout.ts';
import { sendMessages } from '../../../functions/runs/outbox.ts';
import { anEntry } from '../../support/a-plan.ts';
import { minutes, noon } from '../../support/a-run.ts';
import { aStore, lose, type Store } from '../runs/a-store.ts';

const request = {
  service: 'checkout',
  revision: 'checkout:42',
  requestId: 'build-7',
  who: 'ci',
  why: 'merge of #12',
};

const anEvent = (detail: object = {}, changes: object = {}) => ({
  version: '0',
  id: 'c1b2',
  source: 'evenkeel',
  'detail-type': 'Deploy Requested',
  time: new Date(noon).toISOString(),
  detail: { ...request, ...detail },
  ...changes,
});

/** A store with a catalogue, and what Step Functions was asked to start. */
const aCatalogue = (entry: object = {}) => {
  const started: { name: string; input: string; stateMachineArn: string }[] = [];
  const store = aStore({
    shippedFiles: new Map([
      ['catalog/services/checkout.yml', JSON.stringify(anEntry({ ...entry }))],
      ['catalog/services/pricing.yml', JSON.stringify(anEntry())],
      ['catalog/services/broken.yml', JSON.stringify(anEntry({ service: 'broken', owner: '' }))],
    ]),
    stepFunctions: {
      StartExecution: (input: (typeof started)[number]) => {
        if (started.some(({ name }) => name === input.name))
          throw new ExecutionAlreadyExists({ $metadata: {}, message: 'Execution Already Exists' });
        started.push(input);
        return { executionArn: `arn:${input.name}` };
      },
    },
  });
  return { store, started };
};

const start = ({ within }: Store, event: unknown) => within(() => handler(event, {} as Context));

describe('a deploy event', () => {
  it.each([
    ['as EventBridge delivers it', anEvent()],
    ['as a person invokes it', request],
  ])('%s starts the rollout', async (_how, event) => {
    const { store, started } = aCatalogue();

    const answer = await start(store, event);

    const name = executionName(request);
    expect(answer).toEqual({ run: name, started: true });
    expect(started).toMatchObject([{ name, stateMachineArn: 'machine' }]);
    expect(JSON.parse(started[0]?.input ?? '')).toEqual({ ...request, at: noon });
    expect(store.published).toEqual([]);
  });

  it('that is delivered twice starts one rollout', async () => {
    const { store, started } = aCatalogue();

    const answers = [await start(store, anEvent()), await start(store, anEvent())];

    expect(answers.map((answer) => answer.started)).toEqual([true, false]);
    expect(started).toHaveLength(1);
  });

  it('starts one rollout when the answer is lost and it is delivered again', async () => {
    const { store, started } = aCatalogue();
    store.next('StartExecution', 'after', lose);

    await expect(start(store, anEvent())).rejects.toMatchObject({ name: 'ChangeFailedError' });
    const again = await start(store, anEvent());

    expect(again.started).toBe(false);
    expect(started).toHaveLength(1);
    expect(store.published).toEqual([]);
  });

  it.each([
    ['exactly as old as the plan accepts', minutes(60), true],
    ['a moment older', minutes(60) + 1, false],
    ['a day old', minutes(24 * 60), false],
  ])('%s starts: %j', async (_how, age, starts) => {
    const { store, started } = aCatalogue();
    const event = anEvent({}, { time: new Date(noon - age).toISOString() });

    const answer = await start(store, event).catch(({ name }: Error) => name);

    expect(answer).toEqual(starts ? expect.objectContaining({ started: true }) : 'StaleEventError');
    expect([started.length, store.published.length]).toEqual(starts ? [1, 0] : [0, 1]);
  });
});

describe('a deploy event that is refused', () => {
  it.each([
    ['an unknown service', 'absent', 'UnknownServiceError'],
    ['a path for a service', '../../package', 'UnknownServiceError'],
    ['an entry with mistakes', 'broken', 'InvalidInputError'],
    ['an entry under another name', 'pricing', 'InvalidInputError'],
  ])('for %s is told to people, once', async (_why, service, name) => {
    const { store, started } = aCatalogue();
    const event = anEvent({ service });

    await expect(start(store, event)).rejects.toMatchObject({ name });
    await expect(start(store, event)).rejects.toMatchObject({ name });

    expect(started).toEqual([]);
    expect(store.published).toMatchObject([
      {
        subject: expect.stringContaining(': rollout refused - '),
        message: expect.stringContaining(`Error: ${name}`),
      },
    ]);
    expect(store.published[0]?.message).toContain('Asked for by: ci (merge of #12)');
  });

  it('and could not be told is told by the guardian', async () => {
    const { store } = aCatalogue();
    store.next('Publish', 'before', lose);

    await expect(start(store, anEvent({ service: 'absent' }))).rejects.toMatchObject({
      name: 'UnknownServiceError',
    });
    await store.pass(90);
    await store.within(() => sendMessages());

    expect(store.published).toHaveLength(1);
  });

  it.each<[unknown, string]>([
    [anEvent({ revision: undefined }), 'detail.revision'],
    [anEvent({ service: 7 }), 'detail.service'],
    [anEvent({ weight: 10 }), 'detail.weight'],
    [anEvent({ why: '' }), 'detail.why'],
    [anEvent({ requestId: 'x'.repeat(201) }), 'detail.requestId'],
    [anEvent({}, { time: 'yesterday' }), 'time'],
    [anEvent({}, { source: 'somebody' }), 'source'],
    [{ ...request, who: undefined }, 'who'],
    [{ ...request, weight: 10 }, 'weight'],
  ])('for its shape names the path: %j, %s', async (event, path) => {
    const { store, started } = aCatalogue();

    const refused = start(store, event);

    await expect(refused).rejects.toMatchObject({
      name: 'InvalidInputError',
      mistakes: [{ path }],
    });
    expect(started).toEqual([]);
  });
});

describe('the name of an execution', () => {
  it('is one that Step Functions takes, and the same for the same request', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });

    fc.assert(
      fc.property(text, text, (revision, requestId) => {
        const name = executionName({ ...request, service: 'x'.repeat(40), revision, requestId });
        const again = executionName({
          ...request,
          service: 'x'.repeat(40),
          revision,
          requestId,
          why: 'again',
        });

        expect(name).toMatch(/^[a-z0-9-]{1,80}$/);
        expect(again).toBe(name);
      }),
      { seed: 20_260_302 },
    );
  });

  it('differs with each of service, revision and request, also when their texts join alike', () => {
    const names = [
      request,
      { ...request, service: 'pricing' },
      { ...request, revision: 'checkout:43' },
      { ...request, requestId: 'build-8' },
      { ...request, revision: 'checkout:42b', requestId: 'uild-7' },
    ].map(executionName);

    expect(new Set(names).size).toBe(names.length);
  });
});
