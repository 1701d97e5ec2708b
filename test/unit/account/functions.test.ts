import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { freshId, now, sleep } from '../../../functions/platform/runtime.ts';
import type { LambdaHandler } from '../../../sandbox/account/function-code.ts';
import { medianMilliseconds } from '../../../sandbox/account/latencies.ts';
import {
  aFunction,
  anAccount,
  aTopicService,
  hour,
  noon,
  secondsIn,
  settle,
} from '../../support/kernel-account.ts';

const client = new SNSClient({ maxAttempts: 1 });
const publish = (message: string) =>
  client.send(new PublishCommand({ TopicArn: 'topic', Message: message }));

class LeaseHeldError extends Error {
  override readonly name = 'LeaseHeldError';
}

const failing: LambdaHandler = async () => {
  throw new LeaseHeldError('run-1 holds the lease.', { cause: new Error('secret detail') });
};

describe('invoking a function', () => {
  it('passes payload and result through JSON', async () => {
    const account = anAccount({
      echo: async (event) => ({ event, at: new Date(noon), nothing: undefined }),
    });

    const outcome = await settle(
      account,
      account.functions.invoke('echo', { a: undefined, b: [1, undefined] }),
    );

    expect(outcome).toEqual({
      executedVersion: '1',
      payload: { event: { b: [1, null] }, at: '2026-03-02T12:00:00.000Z' },
    });
  });

  it.each([
    'echo',
    'evenkeel-test-echo',
    'arn:aws:lambda:eu-west-1:123456789012:function:evenkeel-test-echo',
    'arn:aws:lambda:eu-west-1:123456789012:function:evenkeel-test-echo:1',
    'echo:$LATEST',
  ])('finds a function as %s', async (name) => {
    const account = anAccount({ echo: async () => 'found' });

    expect(await settle(account, account.functions.invoke(name, {}))).toMatchObject({
      payload: 'found',
    });
  });

  it.each(['absent', 'echo:2', 'arn:aws:lambda:eu-west-1:123456789012:function:absent'])(
    'refuses %s, which the account does not have',
    async (name) => {
      const account = anAccount({ echo: async () => 'found' });

      await expect(account.functions.invoke(name, {})).rejects.toMatchObject({
        name: 'NotSimulatedError',
      });
    },
  );

  it('reports a thrown error by name and message only', async () => {
    const account = anAccount({ failing });

    const outcome = await settle(account, account.functions.invoke('failing', {}));

    expect(outcome).toEqual({
      error: 'LeaseHeldError',
      cause: JSON.stringify({
        errorType: 'LeaseHeldError',
        errorMessage: 'run-1 holds the lease.',
        trace: [],
      }),
    });
  });

  it('gives the handler a context on the virtual clock', async () => {
    const seen: unknown[] = [];
    const look = (context: Context) =>
      seen.push([
        context.functionName,
        context.invokedFunctionArn,
        context.getRemainingTimeInMillis(),
      ]);
    const account = anAccount({
      look: async (_, context) => {
        look(context);
        await sleep(5_000);
        look(context);
      },
    });

    await settle(account, account.functions.invoke('look', {}));

    const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:evenkeel-test-look:1';
    expect(seen).toEqual([
      ['evenkeel-test-look', arn, 20_000],
      ['evenkeel-test-look', arn, 15_000],
    ]);
  });

  it('gives the same ids and times for the same seed', async () => {
    const run = async (seed: number) => {
      const account = anAccount(
        { ids: async (_, { awsRequestId }) => [freshId(), freshId(), awsRequestId, now()] },
        { seed, latencyScale: 1 },
      );
      return settle(account, account.functions.invoke('ids', {}));
    };

    expect(await run(7)).toEqual(await run(7));
    expect(await run(7)).not.toEqual(await run(8));
  });

  it('starts cold once and then uses the warm environment', async () => {
    const startedAt: number[] = [];
    const account = anAccount(
      { start: async () => void startedAt.push(now() - noon) },
      { latencyScale: 1 },
    );

    await settle(account, account.functions.invoke('start', {}));
    const between = account.clock.now - noon;
    await settle(account, account.functions.invoke('start', {}));

    const [cold = 0, warm = 0] = startedAt;
    expect(cold).toBeGreaterThan(medianMilliseconds.coldStart * 0.8);
    expect(warm - between).toBeLessThan(medianMilliseconds.warmStart * 1.2);
  });
});

describe('a function that runs out of time', () => {
  it('is reported as timed out and makes no further calls', async () => {
    const { published, service } = aTopicService();
    const account = anAccount(
      {
        slow: async () => {
          await publish('in time');
          await sleep(30_000);
          await publish('too late');
        },
      },
      { services: { SNS: service } },
    );

    const outcome = await settle(account, account.functions.invoke('slow', {}));
    const endedAt = secondsIn(account);
    await account.clock.drive(noon + hour);

    expect(outcome).toMatchObject({ error: 'Sandbox.Timedout' });
    expect(endedAt).toBe(20);
    expect(published).toEqual([{ message: 'in time', at: 0 }]);
  });

  it('applies the call that was already on its way', async () => {
    const { published, service } = aTopicService();
    const account = anAccount(
      { slow: async () => publish('on its way') },
      {
        services: { SNS: service },
        faults: () => ({ kind: 'late-effect', seconds: 25 }),
        functions: [aFunction('slow', { timeoutSeconds: 3 })],
      },
    );

    await settle(account, account.functions.invoke('slow', {}));
    await account.clock.drive(noon + hour);

    expect(published).toEqual([{ message: 'on its way', at: 25 }]);
  });

  it('swallows calls that a handler left behind when it returned', async () => {
    const { published, service } = aTopicService();
    const account = anAccount(
      {
        careless: async () => {
          void sleep(1_000).then(() => publish('left behind'));
          return 'done';
        },
      },
      { services: { SNS: service } },
    );

    const outcome = await settle(account, account.functions.invoke('careless', {}));
    await account.clock.drive(noon + hour);

    expect(outcome).toMatchObject({ payload: 'done' });
    expect(published).toEqual([]);
  });
});

describe('a killed invocation', () => {
  const killable =
    (caught: unknown[]): LambdaHandler =>
    async () => {
      try {
        await sleep(10_000);
        await publish('after its death');
      } catch (error) {
        caught.push(error);
      } finally {
        caught.push('finally');
      }
    };

  const killAt = (account: ReturnType<typeof anAccount>, answer?: 'exit' | 'timeout' | 'silence') =>
    account.clock.after(5_000, () => {
      for (const invocation of account.functions.running) invocation.kill(answer);
    });

  it.each([
    [undefined, 'never', 3_600],
    ['silence', 'never', 3_600],
    ['timeout', { error: 'Sandbox.Timedout' }, 20],
    ['exit', { error: 'Runtime.ExitError' }, 5],
  ] as const)('with answer %s ends for its caller as %o', async (answer, expected, seconds) => {
    const { published, service } = aTopicService();
    const caught: unknown[] = [];
    const account = anAccount({ victim: killable(caught) }, { services: { SNS: service } });
    killAt(account, answer);
    account.clock.at(noon + 2 * hour, () => {});

    const outcome = await settle(account, account.functions.invoke('victim', {}));
    const endedAt = secondsIn(account);
    await account.clock.drive(noon + 3 * hour);

    if (expected === 'never') expect(outcome).toBe('never');
    else expect(outcome).toMatchObject(expected);
    expect(endedAt).toBe(seconds);
    expect(published).toEqual([]);
    expect(caught).toEqual([]);
  });

  it('is repeated by Lambda when it was asynchronous', async () => {
    const { published, service } = aTopicService();
    let runs = 0;
    const account = anAccount(
      {
        victim: async () => {
          runs += 1;
          await sleep(10_000);
          await publish('done');
        },
      },
      { services: { SNS: service } },
    );
    killAt(account);

    await account.functions.invoke('victim', {}, { asynchronous: true });
    await account.clock.drive(noon + hour);

    expect(runs).toBe(2);
    expect(published).toEqual([{ message: 'done', at: 90 }]);
  });
});

describe('an asynchronous invocation', () => {
  it('is accepted at once', async () => {
    const account = anAccount({ failing });

    const outcome = await account.functions.invoke('failing', {}, { asynchronous: true });

    expect(outcome).toEqual({ payload: null });
  });

  it('is tried three times and ends as a dead letter', async () => {
    const attemptedAt: number[] = [];
    const account = anAccount({
      failing: async (event, context) => {
        attemptedAt.push((now() - noon) / 1_000);
        return failing(event, context);
      },
    });

    await account.functions.invoke('failing', { run: 'run-1' }, { asynchronous: true });
    await account.clock.drive(noon + hour);

    expect(attemptedAt).toEqual([0, 60, 180]);
    expect(account.functions.deadLetters).toMatchObject([
      {
        function: 'failing',
        payload: { run: 'run-1' },
        error: 'LeaseHeldError',
        at: noon + 180_000,
      },
    ]);
  });

  it('keeps its request id over its attempts', async () => {
    const ids = new Set<string>();
    const account = anAccount({
      failing: async (event, context) => {
        ids.add(context.awsRequestId);
        return failing(event, context);
      },
    });

    await account.functions.invoke('failing', {}, { asynchronous: true });
    await account.clock.drive(noon + hour);

    expect(ids.size).toBe(1);
  });

  it('is repeated as often as the template says', async () => {
    let runs = 0;
    const account = anAccount(
      {
        failing: async (event, context) => {
          runs += 1;
          return failing(event, context);
        },
      },
      { functions: [aFunction('failing', { maximumRetryAttempts: 0 })] },
    );

    await account.functions.invoke('failing', {}, { asynchronous: true });
    await account.clock.drive(noon + hour);

    expect(runs).toBe(1);
    expect(account.functions.deadLetters).toHaveLength(1);
  });
});

describe('a new version', () => {
  it('is what unqualified callers get while others keep theirs', async () => {
    const account = anAccount({ greet: async () => 'old' });
    const oldArn = account.functions.arnOf('greet');

    const newArn = account.functions.publishVersion('greet', async () => 'new');

    const answers = [];
    for (const name of ['greet', newArn, oldArn])
      answers.push(await settle(account, account.functions.invoke(name, {})));
    expect(newArn).toBe(oldArn.replace(/:1$/, ':2'));
    expect(answers).toEqual([
      { payload: 'new', executedVersion: '2' },
      { payload: 'new', executedVersion: '2' },
      { payload: 'old', executedVersion: '1' },
    ]);
  });
});

describe('Powertools in the sandbox', () => {
  it('keeps log lines and metrics of invocations that run side by side apart', async () => {
    const { count, logger, metrics } = await import('../../../functions/platform/observability.ts');
    const account = anAccount({
      talk: async (event) => {
        const { who } = event as { who: string };
        logger.appendKeys({ who });
        if (who === 'first') count('Held');
        await sleep(1_000);
        logger.info('spoken');
        metrics.publishStoredMetrics();
      },
    });

    const first = account.functions.invoke('talk', { who: 'first' });
    const second = account.functions.invoke('talk', { who: 'second' });
    await settle(account, Promise.all([first, second]));

    const lines = account.lines.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
    expect(lines.filter(({ message }) => message === 'spoken')).toMatchObject([
      { who: 'first' },
      { who: 'second' },
    ]);
    expect(lines.filter(({ Held }) => Held !== undefined)).toHaveLength(1);
  });
});
