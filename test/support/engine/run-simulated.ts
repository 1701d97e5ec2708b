import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { stepFunctions } from '../../../sandbox/account/step-functions.ts';
import { Clock } from '../../../sandbox/clock.ts';
import type { InvocationOutcome } from '../../../sandbox/engine/outside.ts';
import { seeded } from '../../../sandbox/random.ts';
import type { EngineRun, Outcome, Telling } from './a-case.ts';
import { outcomeOf } from './outcome.ts';
import { playScript } from './script.ts';

export const region = 'eu-west-1';
export const machineName = 'machine';
export const executionName = 'run-1';

const accountId = '123456789012';
const stateMachineArn = `arn:aws:states:${region}:${accountId}:stateMachine:${machineName}`;
const noon = Date.UTC(2026, 0, 31, 12);

export interface SimulatedOutcome extends Outcome {
  /** Virtual seconds from start to end. */
  readonly seconds: number;
}

type Send = <Output>(command: string, input: object) => Output;

/** The simulated Step Functions with one machine, and a way to send it commands. */
const simulated = (
  machine: object,
  clock: Clock,
  invokeFunction: (name: string, payload: unknown) => Promise<InvocationOutcome>,
): Send => {
  const { service } = stepFunctions(
    { clock, random: seeded(1), accountId, region },
    { machines: { [stateMachineArn]: machine }, invokeFunction, publishEvent: () => {} },
  );
  return <Output>(command: string, input: object) =>
    service[command]?.(input, { region, accountId, caller: undefined, clock }) as Output;
};

const tell = (send: Send, taskToken: string, telling: Telling): unknown => {
  if ('succeeds' in telling)
    return send('SendTaskSuccess', { taskToken, output: JSON.stringify(telling.succeeds) });
  if ('fails' in telling) {
    const { fails: error, cause } = telling;
    return send('SendTaskFailure', { taskToken, error, cause });
  }
  return send('SendTaskHeartbeat', { taskToken });
};

const historyOf = (send: Send, executionArn: string): HistoryEvent[] => {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = send<{ events: HistoryEvent[]; nextToken?: string }>('GetExecutionHistory', {
      executionArn,
      nextToken,
      maxResults: 1_000,
    });
    events.push(...page.events);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
};

/** Runs a case on the engine, through the simulated Step Functions, on a virtual clock. */
export const runSimulated = async (run: EngineRun): Promise<SimulatedOutcome> => {
  const { machine, input = {}, functions = {}, stopped } = run;
  const clock = new Clock(noon);
  const { invoke, invocations } = playScript(functions, {
    now: () => clock.now,
    sleep: (milliseconds) => clock.sleep(milliseconds),
    tell: (token, telling) => tell(send, token, telling),
  });
  const send = simulated(machine, clock, invoke);
  const start = { stateMachineArn, name: executionName, input: JSON.stringify(input) };
  const { executionArn } = send<{ executionArn: string }>('StartExecution', start);
  if (stopped) {
    const { after, ...words } = stopped;
    clock.after(after * 1_000, () => send('StopExecution', { executionArn, ...words }));
  }
  await clock.drive(Number.POSITIVE_INFINITY);
  const description = send<DescribeExecutionOutput>('DescribeExecution', { executionArn });
  return {
    ...outcomeOf(machine, description, historyOf(send, executionArn), invocations),
    seconds: ((description.stopDate?.getTime() ?? clock.now) - noon) / 1_000,
  };
};
