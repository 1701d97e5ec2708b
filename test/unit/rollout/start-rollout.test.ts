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

    expect(answers).toMatchObject([{ started: true }, { started: false }]);
    expect(started).toHaveLength(1);
  });

  it('starts one rollout when the answer is lost and it is delivered again', async () => {
    const { store, started } = aCatalogue();
    store.next('StartExecution', 'after', lose);

    await expect(start(store, anEvent())).rejects.toMatchObject({ name: 'ChangeFailedError' });
    const again = await start(store, anEvent());

    expect(again).toMatchObject({ started: false });
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

    const answer = await start(store, event);

    expect(answer).toMatchObject(
      starts ? { started: true } : { refused: expect.stringContaining('minutes old; allowed') },
    );
    expect([started.length, store.published.length]).toEqual(starts ? [1, 0] : [0, 1]);
  });
});

describe('a deploy event that is refused', () => {
  it.each([
    ['an unknown service', 'absent', 'UnknownServiceError'],
    ['a path for a service', '../../package', 'UnknownServiceError'],
    ['an entry with mistakes', 'broken', 'InvalidInputError'],
    ['an entry under another name', 'pricing', 'InvalidInputError'],
  ])('for %s is told to people, once, and not tried again', async (_why, service, name) => {
    const { store, started } = aCatalogue();
    const event = anEvent({ service });

    const answers = [await start(store, event), await start(store, event)];

    expect(answers).toEqual(Array(2).fill({ refused: expect.stringContaining(service) }));
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

    await start(store, anEvent({ service: 'absent' }));
    await store.pass(90);
    await store.within(() => sendMessages());

    expect(store.published).toHaveLength(1);
  });

  it('is tried again as long as it could not be recorded that it is told', async () => {
    const { store } = aCatalogue();
    const event = anEvent({ revision: 7 });
    store.next('TransactWriteItems', 'after', lose);

    await expect(start(store, event)).rejects.toMatchObject({ name: 'ChangeFailedError' });
    await start(store, event);

    expect(store.published).toHaveLength(1);
  });

  it.each<[object, string, string]>([
    [anEvent({ revision: undefined }), 'detail.revision', 'nothing'],
    [anEvent({ service: 7 }), 'detail.service', '7'],
    [anEvent({ weight: 10 }), 'detail.weight', '10'],
    [anEvent({ why: '' }), 'detail.why', '""'],
    [anEvent({}, { detail: 'deploy it' }), 'detail', '"deploy it"'],
    [anEvent({}, { detail: null }), 'detail', 'null'],
    [anEvent({}, { time: 'yesterday' }), 'time', '"yesterday"'],
    [anEvent({}, { source: 'somebody' }), 'source', '"somebody"'],
  ])('for its shape is told once, with path and value: %j', async (event, path, value) => {
    const { store, started } = aCatalogue();

    const answers = [await start(store, event), await start(store, event)];

    const says = `${path}: ${value} is not allowed; allowed: `;
    expect(answers).toEqual(Array(2).fill({ refused: expect.stringContaining(says) }));
    expect(store.published).toMatchObject([
      {
        subject: expect.stringMatching(/^deploy event refused \((checkout|not said)\) - /),
        message: expect.stringContaining(says),
        attributes: { kind: { StringValue: 'refused' }, severity: { StringValue: 'warning' } },
      },
    ]);
    expect(started).toEqual([]);
    expect(store.items().filter(({ sk }) => sk === 'lease' || sk === 'run')).toEqual([]);
  });

  it('for its shape is told with who sent it, as far as it says so', async () => {
    const { store } = aCatalogue();

    await start(store, anEvent({ revision: undefined }, { account: '123456789012' }));
    await start(store, anEvent({}, { id: 'd2c3', detail: [] }));

    const [named, unnamed] = store.published.map(({ message }) => message);
    expect(named).toContain(
      `Sent by: ci (merge of #12), account 123456789012, time ${new Date(noon).toISOString()}`,
    );
    expect(named).toContain('Event: c1b2');
    expect(unnamed).toContain('Sent by: not said (not said), account not said');
  });

  it('for its shape is told in a message that SNS takes, however much is wrong', async () => {
    const { store } = aCatalogue();
    const fields = Array.from({ length: 3_000 }, (_, index) => [
      `${'x'.repeat(80)}${index}`,
      index,
    ]);

    await start(store, anEvent(Object.fromEntries(fields)));

    expect(store.published).toHaveLength(1);
    expect(store.published[0]?.message).toMatch(/; and 29\d\d more\. Correct it/);
    expect(store.published[0]?.message.length).toBeLessThan(10_000);
  });

  it.each<[unknown, string]>([
    [{ ...request, who: undefined }, 'who'],
    [{ ...request, weight: 10 }, 'weight'],
    [{ ...request, requestId: 'x'.repeat(201) }, 'requestId'],
  ])('for its shape is an error to a person who sent it: %j, %s', async (input, path) => {
    const { store, started } = aCatalogue();

    const refused = start(store, input);

    await expect(refused).rejects.toMatchObject({
      name: 'InvalidInputError',
      mistakes: [{ path }],
    });
    expect([started, store.published]).toEqual([[], []]);
  });

  it('for an unknown service is an error to a person who sent it', async () => {
    const { store } = aCatalogue();

    const refused = start(store, { ...request, service: 'absent' });

    await expect(refused).rejects.toMatchObject({ name: 'UnknownServiceError' });
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
