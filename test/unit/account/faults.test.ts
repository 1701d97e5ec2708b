import { GetTopicAttributesCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { changingClient, readingClient } from '../../../functions/platform/clients.ts';
import type { Fault, FaultPlan, Site } from '../../../sandbox/account/faults.ts';
import type { LambdaHandler } from '../../../sandbox/account/function-code.ts';
import {
  anAccount,
  aTopicService,
  hour,
  noon,
  secondsIn,
  settle,
} from '../../support/kernel-account.ts';

const reading = readingClient(SNSClient);
const changing = changingClient(SNSClient);

const change: LambdaHandler = async () =>
  changing().send(new PublishCommand({ TopicArn: 'topic', Message: 'moved' }));

const read: LambdaHandler = async () =>
  reading().send(new GetTopicAttributesCommand({ TopicArn: 'topic' }));

const first =
  (fault: Fault): FaultPlan =>
  ({ occurrence }) =>
    occurrence === 0 ? fault : undefined;

const run = async (handler: LambdaHandler, faults: FaultPlan, latencyScale = 0) => {
  const { published, service } = aTopicService();
  const account = anAccount({ act: handler }, { services: { SNS: service }, faults, latencyScale });
  const outcome = await settle(account, account.functions.invoke('act', {}));
  const answeredAt = secondsIn(account);
  await account.clock.drive(noon + hour);
  return { account, outcome, answeredAt, published, calls: account.log.records };
};

const nameOf = (outcome: unknown): string =>
  outcome === 'never' ? 'never' : ((outcome as { error?: string }).error ?? 'answered');

describe('a fault of a change', () => {
  const cases: readonly [Fault, string, number, readonly number[]][] = [
    [{ kind: 'before' }, 'InternalErrorException', 0, []],
    [{ kind: 'before', error: 'timeout' }, 'TimeoutError', 0, []],
    [{ kind: 'after' }, 'TimeoutError', 0, [0]],
    [{ kind: 'after', error: 'internal' }, 'InternalErrorException', 0, [0]],
    [{ kind: 'throttle' }, 'ThrottledException', 0, []],
    [{ kind: 'late', seconds: 3 }, 'answered', 3, [0]],
    [{ kind: 'late', seconds: 9 }, 'TimeoutError', 5, [0]],
    [{ kind: 'late-effect', seconds: 40 }, 'TimeoutError', 0, [40]],
    [{ kind: 'kill-before', answer: 'timeout' }, 'Sandbox.Timedout', 20, []],
    [{ kind: 'kill-after', answer: 'timeout' }, 'Sandbox.Timedout', 20, [0]],
    [{ kind: 'kill-after', answer: 'exit' }, 'Runtime.ExitError', 0, [0]],
    [{ kind: 'run-twice' }, 'answered', 0, [0, 0]],
    [{ kind: 'run-twice', afterSeconds: 7 }, 'answered', 0, [0, 7]],
  ];

  it.each(cases)(
    '%o ends as %s after %d s with effects at %j',
    async (fault, name, at, effects) => {
      const { outcome, answeredAt, published } = await run(change, first(fault));

      expect(nameOf(outcome)).toBe(name);
      expect(answeredAt).toBe(at);
      expect(published.map((message) => message.at)).toEqual(effects);
    },
  );

  it.each(['kill-before', 'kill-after'] as const)('%s never settles by default', async (kind) => {
    const { outcome, calls } = await run(change, first({ kind }));

    expect(outcome).toBe('never');
    expect(calls).toMatchObject([{ fault: kind, ok: false }]);
  });

  it('is logged with what the caller saw and what the service did', async () => {
    const { calls } = await run(change, first({ kind: 'after' }));

    expect(calls).toMatchObject([
      { fault: 'after', ok: false, appliedAt: 0, output: { MessageId: 'message-1' } },
    ]);
  });

  it('is not repeated by a client that may not repeat it', async () => {
    const { calls } = await run(change, () => ({ kind: 'throttle' }));

    expect(calls).toHaveLength(1);
  });

  it('happens between the two halves of the latency', async () => {
    const { calls, account } = await run(change, first({ kind: 'kill-after' }), 1);

    expect(calls[0]?.appliedAt).toBeGreaterThan(calls[0]?.at ?? Number.POSITIVE_INFINITY);
    expect(account.functions.running.size).toBe(1);
  });
});

describe('a fault of a read', () => {
  it.each([
    { kind: 'throttle' },
    { kind: 'before' },
    { kind: 'after' },
    { kind: 'late', seconds: 60 },
  ] as const)('%o is repeated by the client in virtual time', async (fault) => {
    const { outcome, calls } = await run(read, first(fault));

    expect(nameOf(outcome)).toBe('answered');
    expect(calls).toMatchObject([
      { fault: fault.kind, ok: false },
      { fault: null, ok: true, occurrence: 1 },
    ]);
  });

  it('that stays is reported after three attempts', async () => {
    const { outcome, calls, answeredAt } = await run(read, () => ({ kind: 'throttle' }));

    expect(nameOf(outcome)).toBe('ThrottledException');
    expect(calls).toHaveLength(3);
    expect(answeredAt).toBeGreaterThan(0);
  });
});

describe('a fault plan', () => {
  it('sees where each attempt stands', async () => {
    const sites: Partial<Site>[] = [];
    const plan: FaultPlan = ({
      function: name,
      service,
      action,
      mutating,
      occurrence,
      index,
      at,
    }) => {
      sites.push({ function: name, service, action, mutating, occurrence, index, at });
      return undefined;
    };
    const both: LambdaHandler = async (event, context) => {
      await read(event, context);
      await change(event, context);
      await read(event, context);
    };

    await run(both, plan);

    const site = { function: 'act', service: 'SNS', at: 0 };
    expect(sites).toEqual([
      { ...site, action: 'GetTopicAttributes', mutating: false, occurrence: 0, index: 0 },
      { ...site, action: 'Publish', mutating: true, occurrence: 0, index: 1 },
      { ...site, action: 'GetTopicAttributes', mutating: false, occurrence: 1, index: 2 },
    ]);
  });

  it('is not asked about what people do', async () => {
    const { service } = aTopicService();
    const account = anAccount(
      {},
      { services: { SNS: service }, faults: () => ({ kind: 'before' }) },
    );

    const call = account.runAsPerson(() =>
      changing().send(new PublishCommand({ TopicArn: 'topic', Message: 'by hand' })),
    );

    expect(await settle(account, call)).toMatchObject({ MessageId: 'message-1' });
    expect(account.log.records).toMatchObject([{ function: '-', fault: null, index: -1 }]);
  });
});
