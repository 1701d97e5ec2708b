import {
  CreateStateMachineCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startExecution, whyGone } from '../../../functions/runs/executions.ts';
import { endWait } from '../../../functions/runs/wake.ts';
import { emulatedSettings, region } from '../support/emulated-account.ts';
import { deviates } from './left-out.ts';
import { aQueue, type Queue } from './query.ts';
import type { EmulatorName } from './recorder.ts';
import type { Wire } from './wire.ts';

const machineArn = (name: string) => `arn:aws:states:${region}:123456789012:stateMachine:${name}`;
const executionArn = (machine: string, name: string) =>
  `arn:aws:states:${region}:123456789012:execution:${machine}:${name}`;

/** Waits until somebody who reads the queue answers its token. */
const askingOver = (queue: Queue, TimeoutSeconds: number) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  TimeoutSeconds,
  Parameters: { QueueUrl: queue.url, MessageBody: { 'token.$': '$$.Task.Token' } },
  End: true,
});

const machinesWith = (queue: Queue) => ({
  waiting: { Type: 'Wait', Seconds: 600, End: true },
  failing: { Type: 'Fail', Error: 'RolledBackError', Cause: 'because' },
  patient: askingOver(queue, 600),
  hurried: askingOver(queue, 1),
});

/** A test asks until it is so: executions of an emulator go on in real time. */
const soon = { timeout: 20_000, interval: 200 };

const deploy = async (wire: Wire, name: EmulatorName) => {
  const emulator = wire.emulator(name);
  if (name === 'moto')
    await fetch(`${emulator.url}/moto-api/config`, {
      method: 'POST',
      body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
    });
  const client = new SFNClient({ ...emulatedSettings, endpoint: emulator.url });
  const queue = await aQueue(emulator, 'tokens');
  for (const [machine, state] of Object.entries(machinesWith(queue)))
    await client.send(
      new CreateStateMachineCommand({
        name: machine,
        roleArn: 'arn:aws:iam::123456789012:role/machine',
        definition: JSON.stringify({ StartAt: 'Only', States: { Only: state } }),
      }),
    );
  return { client, queue };
};

/** Starting, looking after and waking executions: both emulators run the machines. */
export const executionsOverTheWire = (wire: Wire): void => {
  describe.each(['moto', 'MiniStack'] as const)('Step Functions on %s', (name) => {
    let deployed: Awaited<ReturnType<typeof deploy>>;
    beforeAll(async () => {
      wire.route(name, 'client-sfn');
      deployed = await deploy(wire, name);
    });

    const tokenOf = async (machine: string, execution: string): Promise<string> => {
      await startExecution(machineArn(machine), execution, {});
      const [body = '{}'] = await deployed.queue.receive();
      return JSON.parse(body).token;
    };

    const endOf = (machine: string, execution: string, error: string) =>
      vi.waitFor(async () => {
        const gone = await whyGone(executionArn(machine, execution));
        expect(gone).toMatchObject({ error });
      }, soon);

    it('starts an execution of a name once and sees it run', async () => {
      const started = await startExecution(machineArn('waiting'), 'one', { service: 'checkout' });

      expect(started).toBe(true);
      expect(await whyGone(executionArn('waiting', 'one'))).toBeUndefined();
      expect(await startExecution(machineArn('waiting'), 'one', { service: 'other' })).toBe(false);
    });

    it('says why an execution ended', async () => {
      await startExecution(machineArn('failing'), 'one', {});

      await vi.waitFor(async () => {
        expect(await whyGone(executionArn('failing', 'one'))).toEqual({
          error: 'RolledBackError',
          because: 'the execution ended FAILED (because)',
        });
      }, soon);
    });

    it('sees that an execution was stopped', async () => {
      const stopped = executionArn('waiting', 'stopped');
      await startExecution(machineArn('waiting'), 'stopped', {});
      await deployed.client.send(new StopExecutionCommand({ executionArn: stopped }));

      await vi.waitFor(async () => {
        expect((await whyGone(stopped))?.because).toContain('the execution ended ABORTED');
      }, soon);
    });

    it('tells an execution that does not exist from a machine that does not', async () => {
      expect(await whyGone(executionArn('waiting', 'nowhere'))).toMatchObject({
        error: 'ExecutionDoesNotExist',
      });
      await expect(startExecution(machineArn('nowhere'), 'one', {})).rejects.toMatchObject({
        name: 'ChangeFailedError',
        cause: { name: 'StateMachineDoesNotExist' },
      });
    });

    it('wakes a wait by its token, once', async () => {
      const token = await tokenOf('patient', 'woken');

      expect(await endWait(token)).toBe(true);
      await endOf('patient', 'woken', 'SUCCEEDED');
      expect(await endWait(token)).toBe(false);
    });

    it('wakes nothing by a token that is over or never was', async () => {
      const token = await tokenOf('hurried', 'late');
      await endOf('hurried', 'late', 'States.Timeout');

      expect(await endWait(token)).toBe(false);
      expect(await endWait('never')).toBe(false);
    });

    it(
      deviates(
        name,
        'never answers TaskTimedOut, but that it does not know the token of a wait that is over',
        'step-functions/latest/apireference/API_SendTaskSuccess.html',
      ),
      async () => {
        const taskToken = await tokenOf('patient', 'over');
        await endWait(taskToken);
        await endOf('patient', 'over', 'SUCCEEDED');

        const again = deployed.client.send(
          new SendTaskSuccessCommand({ taskToken, output: '"wake"' }),
        );

        await expect(again).rejects.toMatchObject({
          name: expect.stringMatching(/^(InvalidToken|TaskDoesNotExist)$/),
        });
      },
    );
  });

  describe('Step Functions on MiniStack', () => {
    beforeAll(() => wire.route('MiniStack', 'client-sfn'));

    it(
      deviates(
        'MiniStack',
        'refuses the same request to start an execution that runs',
        'step-functions/latest/apireference/API_StartExecution.html',
      ),
      async () => {
        await startExecution(machineArn('waiting'), 'again', {});

        expect(await startExecution(machineArn('waiting'), 'again', {})).toBe(false);
      },
    );
  });

  describe('Step Functions on moto', () => {
    beforeAll(() => wire.route('moto', 'client-sfn'));

    it('answers the same request to start an execution that runs', async () => {
      await startExecution(machineArn('waiting'), 'again', {});

      expect(await startExecution(machineArn('waiting'), 'again', {})).toBe(true);
    });
  });
};
