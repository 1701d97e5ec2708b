import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  SFNClient,
  TestStateCommand,
  type TestStateInput,
  type TestStateOutput,
} from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import { walk } from '../../aws/walk.ts';
import type { EngineRun } from '../../support/engine/a-case.ts';
import {
  aGraph,
  aMachine,
  aMap,
  aParallel,
  aPass,
  aTask,
  aTokenTask,
} from '../../support/engine/a-machine.ts';

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Walks a machine against a server of our own that gives these answers and keeps what it was sent. */
const walked = async (run: Omit<EngineRun, 'name'>, answers: readonly TestStateOutput[]) => {
  const requests: TestStateInput[] = [];
  const server = createServer(async (request, response) => {
    requests.push(JSON.parse(await text(request)));
    response.setHeader('Content-Type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify(answers[requests.length - 1]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new SFNClient({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    // TestState is at a name of its own, which 127.0.0.1 does not have.
    disableHostPrefix: true,
  });
  closers.push(() => {
    client.destroy();
    server.close();
  });
  const outcome = await walk({ name: '', ...run }, (input) =>
    client.send(new TestStateCommand(input)),
  );
  return { outcome, requests };
};

const retriable = (retryIndex: number): TestStateOutput => ({
  status: 'RETRIABLE',
  inspectionData: { afterArguments: '{"FunctionName":"work"}', errorDetails: { retryIndex } },
});

const succeeded = (output: unknown, more: TestStateOutput = {}): TestStateOutput => ({
  status: 'SUCCEEDED',
  output: JSON.stringify(output),
  ...more,
});

describe('the walk by TestState', () => {
  it('sends no mock and no context for a Pass, and hands its variables on', async () => {
    const machine = aMachine({ Set: aPass({ Assign: { a: 1 }, Next: 'Show' }), Show: aPass() });

    const { outcome, requests } = await walked({ machine, input: { x: 1 } }, [
      succeeded({ x: 1 }, { nextState: 'Show', inspectionData: { variables: '{"a":1}' } }),
      succeeded('shown'),
    ]);

    expect(requests[0]).toEqual({
      definition: JSON.stringify(machine),
      stateName: 'Set',
      input: '{"x":1}',
      variables: '{}',
      inspectionLevel: 'DEBUG',
    });
    expect(requests[1]).toMatchObject({ stateName: 'Show', variables: '{"a":1}' });
    expect(outcome).toMatchObject({
      status: 'SUCCEEDED',
      output: 'shown',
      variables: { a: 1 },
      paths: { main: ['Set', 'Show'] },
    });
  });

  it('asks again with the retries of the retrier that the error belongs to', async () => {
    const machine = aMachine({ Work: aTask('work', { Retry: [{ ErrorEquals: ['A'] }] }) });
    const functions = { work: [{ throws: 'A' }, { throws: 'A' }, { answers: 1 }] };

    const { outcome, requests } = await walked({ machine, functions }, [
      retriable(0),
      retriable(0),
      retriable(0),
      succeeded(1, { inspectionData: { afterArguments: '{"FunctionName":"work"}' } }),
    ]);

    const retries = requests.map(({ stateConfiguration }) => stateConfiguration?.retrierRetryCount);
    const attempts = requests.map(({ context = '' }) => JSON.parse(context).State.RetryCount);
    expect(retries).toEqual([0, 0, 1, 0]);
    expect(attempts).toEqual([0, 1, 1, 2]);
    expect(requests[0]?.mock).toEqual({
      errorOutput: {
        error: 'A',
        cause: '{"errorType":"A","errorMessage":"A happened","trace":[]}',
      },
      fieldValidationMode: 'NONE',
    });
    expect(JSON.parse(requests[3]?.mock?.result ?? '')).toMatchObject({ Payload: 1 });
    expect(outcome).toMatchObject({ output: 1, invoked: ['work', 'work', 'work'] });
  });

  it('goes where the catcher leads, and ends with the error that nothing catches', async () => {
    const machine = aMachine({
      Work: aTask('work', { Catch: [{ ErrorEquals: ['A'], Next: 'Again' }] }),
      Again: aTask('again'),
    });
    const functions = { work: [{ throws: 'A' }], again: [{ isKilled: true }] };

    const { outcome, requests } = await walked({ machine, functions }, [
      { status: 'CAUGHT_ERROR', nextState: 'Again', output: '{"Error":"A"}' },
      { status: 'FAILED', error: 'States.Timeout' },
    ]);

    expect(requests[1]).toMatchObject({
      input: '{"Error":"A"}',
      mock: { errorOutput: { error: 'States.Timeout' } },
    });
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(outcome.paths).toEqual({ main: ['Work', 'Again'] });
  });

  it('mocks a task that waits for its token with what it would be told', async () => {
    const machine = aMachine({ Listen: aTokenTask() });
    const functions = { listen: [{ tells: [{ after: 1, succeeds: { wake: true } }] }] };

    const { requests } = await walked({ machine, functions }, [succeeded({ wake: true })]);

    expect(requests[0]?.mock?.result).toBe('{"wake":true}');
    expect(JSON.parse(requests[0]?.context ?? '')).toMatchObject({ Task: { Token: '(token)' } });
  });

  it('walks the branches of a Parallel before it says what became of them', async () => {
    const machine = aParallel([aGraph('One', aPass()), aGraph('Two', aTask('work'))]);

    const { outcome, requests } = await walked({ machine }, [
      succeeded(1),
      { status: 'FAILED', error: 'A', cause: 'c' },
      { status: 'FAILED', error: 'A', cause: 'c' },
    ]);

    expect(requests.map(({ stateName }) => stateName)).toEqual(['One', 'Two', 'Both']);
    expect(requests[2]).toMatchObject({
      mock: { errorOutput: { error: 'A', cause: 'c' } },
      stateConfiguration: { errorCausedByState: 'Two' },
    });
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'A', cause: 'c' });
    expect(outcome.paths).toEqual({ main: ['Both'], 'Both[0]': ['One'], 'Both[1]': ['Two'] });
  });

  it('has a Map show its items before it walks the iterations', async () => {
    const machine = aMap(aPass(), { Items: '{% $states.input %}', End: true, Next: undefined });

    const { outcome, requests } = await walked({ machine, input: ['a', 'b'] }, [
      succeeded([], { inspectionData: { afterItemSelector: '["a","b"]' } }),
      succeeded('A'),
      succeeded('B'),
      succeeded(['A', 'B']),
    ]);

    const asked = JSON.parse(requests[0]?.definition ?? '').States.Each;
    expect(asked.ItemSelector).toBe('{% $states.context.Map.Item.Value %}');
    expect(requests.map(({ stateName }) => stateName)).toEqual(['Each', 'One', 'One', 'Each']);
    expect(requests[3]?.mock?.result).toBe('["A","B"]');
    expect(outcome).toMatchObject({ status: 'SUCCEEDED', output: ['A', 'B'] });
  });
});
