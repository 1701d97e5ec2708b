import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { EngineRun, Outcome, Telling } from '../../support/engine/a-case.ts';
import { outcomeOf } from '../../support/engine/outcome.ts';
import {
  executionName,
  machineName,
  region as simulatedRegion,
} from '../../support/engine/run-simulated.ts';
import { playScript } from '../../support/engine/script.ts';
import { accountId } from '../support/emulated-account.ts';
import type { OutsideOfMoto } from './outside-of-moto.ts';

const pollMilliseconds = 500;
const patienceMilliseconds = 90_000;

const tell = (client: SFNClient, taskToken: string, telling: Telling) => {
  if ('succeeds' in telling) {
    const output = JSON.stringify(telling.succeeds);
    return client.send(new SendTaskSuccessCommand({ taskToken, output }));
  }
  if ('fails' in telling) {
    const { fails: error, cause } = telling;
    return client.send(new SendTaskFailureCommand({ taskToken, error, cause }));
  }
  return client.send(new SendTaskHeartbeatCommand({ taskToken }));
};

const start = async (client: SFNClient, { machine, input = {} }: EngineRun): Promise<string> => {
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({
      name: machineName,
      definition: JSON.stringify(machine),
      roleArn: `arn:aws:iam::${accountId}:role/${machineName}`,
    }),
  );
  const { executionArn = '' } = await client.send(
    new StartExecutionCommand({
      stateMachineArn,
      name: executionName,
      input: JSON.stringify(input),
    }),
  );
  return executionArn;
};

const stop = async (
  client: SFNClient,
  executionArn: string,
  { after, ...words }: NonNullable<EngineRun['stopped']>,
): Promise<void> => {
  await sleep(after * 1_000);
  await client.send(new StopExecutionCommand({ executionArn, ...words }));
};

/** The execution when it has ended, or as it is when it has not ended for too long. */
const ended = async (client: SFNClient, executionArn: string): Promise<DescribeExecutionOutput> => {
  const deadline = Date.now() + patienceMilliseconds;
  for (;;) {
    const description = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (description.status !== 'RUNNING' || Date.now() > deadline) return description;
    await sleep(pollMilliseconds);
  }
};

/** The outcome as if it had happened in the region of the simulated one. */
const moved = (outcome: Outcome, region: string): Outcome =>
  JSON.parse(
    JSON.stringify(outcome).replaceAll(
      `arn:aws:states:${region}:`,
      `arn:aws:states:${simulatedRegion}:`,
    ),
  );

/** Runs a case on moto's interpreter, in real time, in a region of its own. */
export const runOnMoto = async (
  run: EngineRun,
  region: string,
  endpoint: string,
  outside: OutsideOfMoto,
): Promise<Outcome> => {
  const { machine, functions = {}, stopped } = run;
  const client = new SFNClient({ region, endpoint });
  const { invoke, invocations } = playScript(functions, {
    now: Date.now,
    sleep,
    tell: (token, telling) => tell(client, token, telling),
  });
  outside.play(region, invoke);
  const executionArn = await start(client, run);
  if (stopped) await stop(client, executionArn, stopped);
  const description = await ended(client, executionArn);
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
  client.destroy();
  return moved(outcomeOf(machine, description, events, invocations), region);
};
