import { describe, expect, it } from 'vitest';
import { parse } from '../../../functions/platform/parse.ts';
import {
  AttemptInput,
  Delivery,
  DeployRequest,
  DeployRequested,
  Failure,
  failureSentence,
  TaskInput,
} from '../../../functions/rollout/domain/inputs.ts';

const run = { id: 'checkout-1', epoch: 1 };
const request = {
  service: 'checkout',
  revision: 'checkout:42',
  requestId: 'build-7',
  who: 'ci',
  why: 'merge',
};
const event = {
  id: 'c1b2',
  source: 'evenkeel',
  'detail-type': 'Deploy Requested',
  time: '2026-03-02T12:00:00Z',
  detail: request,
};

const pathOf = (schema: Parameters<typeof parse>[0], input: unknown): unknown => {
  try {
    parse(schema, input, 'the input');
    return undefined;
  } catch (error) {
    return (error as { mistakes: { path: string }[] }).mistakes.map(({ path }) => path).join();
  }
};

describe('the sentence of a failure', () => {
  it.each([
    ['the message of a Lambda error', '{"errorMessage":"no entry","errorType":"E"}', 'no entry'],
    ['the cause as it came when it is no JSON', 'Task timed out', 'E: Task timed out'],
    ['the cause as it came when it has no message', '{"a":1}', 'E: {"a":1}'],
    [
      'the cause as it came when its message is empty',
      '{"errorMessage":""}',
      'E: {"errorMessage":""}',
    ],
    [
      'the cause as it came when its message is no text',
      '{"errorMessage":1}',
      'E: {"errorMessage":1}',
    ],
    ['the name when there is no cause', '', 'E'],
  ])('is %s', (_what, Cause, sentence) => {
    expect(failureSentence({ Error: 'E', Cause })).toBe(sentence);
  });

  it('is that of a failure without a cause', () => {
    expect(failureSentence(parse(Failure, { Error: 'States.Timeout' }, 'x'))).toBe(
      'States.Timeout',
    );
  });
});

describe('an input', () => {
  it.each([
    ['a task', TaskInput, { run, entry: 0 }],
    ['a task before the lease', TaskInput, { run: { ...run, epoch: 0 }, entry: 0 }],
    ['an attempt', AttemptInput, { run, entry: 0, retry: 0 }],
    ['an attempt that does not say which', AttemptInput, { run, entry: 0 }],
    ['a request', DeployRequest, request],
    [
      'the longest request',
      DeployRequest,
      {
        service: 's'.repeat(40),
        revision: 'r'.repeat(300),
        requestId: 'i'.repeat(200),
        who: 'w'.repeat(500),
        why: 'y'.repeat(500),
      },
    ],
    ['an event', DeployRequested, { ...event, region: 'eu-west-1' }],
    ['a delivery of anything', Delivery, { id: 'x', 'detail-type': '', detail: 1, more: true }],
  ])('of %s is taken', (_what, schema, input) => {
    expect(pathOf(schema, input)).toBe(undefined);
  });

  it.each([
    ['a task with another field', TaskInput, { run, entry: 0, more: 1 }, 'more'],
    [
      'a task of a run with another field',
      TaskInput,
      { run: { ...run, more: 1 }, entry: 0 },
      'run.more',
    ],
    ['a task before its first state', TaskInput, { run, entry: -1 }, 'entry'],
    [
      'a task in an epoch before the first',
      TaskInput,
      { run: { ...run, epoch: -1 }, entry: 0 },
      'run.epoch',
    ],
    [
      'a task of a run whose id no execution has',
      TaskInput,
      { run: { ...run, id: 'x'.repeat(81) }, entry: 0 },
      'run.id',
    ],
    ['an attempt before the first', AttemptInput, { run, entry: 0, retry: -1 }, 'retry'],
    ['a request with another field', DeployRequest, { ...request, more: 1 }, 'more'],
    [
      'a service that is too long',
      DeployRequest,
      { ...request, service: 's'.repeat(41) },
      'service',
    ],
    [
      'a revision that is too long',
      DeployRequest,
      { ...request, revision: 'r'.repeat(301) },
      'revision',
    ],
    [
      'a request id that is too long',
      DeployRequest,
      { ...request, requestId: 'i'.repeat(201) },
      'requestId',
    ],
    ['a name that is too long', DeployRequest, { ...request, who: 'w'.repeat(501) }, 'who'],
    ['a reason that is too long', DeployRequest, { ...request, why: 'y'.repeat(501) }, 'why'],
    ['a reason that is empty', DeployRequest, { ...request, why: '' }, 'why'],
    ['an event of another source', DeployRequested, { ...event, source: 'aws.ec2' }, 'source'],
    [
      'an event of another type',
      DeployRequested,
      { ...event, 'detail-type': 'Other' },
      'detail-type',
    ],
    ['an event of no time', DeployRequested, { ...event, time: 'noon' }, 'time'],
    [
      'an event with a wrong detail',
      DeployRequested,
      { ...event, detail: { ...request, who: '' } },
      'detail.who',
    ],
    ['a delivery without an id', Delivery, { 'detail-type': 'x', detail: 1 }, 'id'],
    [
      'a delivery with too long an id',
      Delivery,
      { id: 'x'.repeat(201), 'detail-type': 'x', detail: 1 },
      'id',
    ],
    ['a delivery without a type', Delivery, { id: 'x', detail: 1 }, 'detail-type'],
  ])('of %s is refused', (_what, schema, input, path) => {
    expect(pathOf(schema, input)).toBe(path);
  });

  it('says the first attempt when it says none', () => {
    expect(parse(AttemptInput, { run, entry: 0 }, 'x').retry).toBe(0);
  });
});
