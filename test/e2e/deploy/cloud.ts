import { setTimeout as pause } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type ExecutionListItem,
  paginateGetExecutionHistory,
  paginateListExecutions,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { accountId, region } from '../support/emulated-account.ts';

/** What every resource of the stack is called before its own name. */
export const prefix = 'evenkeel-prod';
export const machineArn = `arn:aws:states:${region}:${accountId}:stateMachine:${prefix}-rollout`;

/** What a function answered, or the error that it threw. */
export interface Answer {
  readonly answer?: unknown;
  readonly error?: { readonly errorType: string; readonly errorMessage: string };
}

/** Looks again until there is something to see. */
export const until = async <Seen>(
  look: () => Promise<Seen | undefined>,
  what: string,
  seconds = 90,
): Promise<Seen> => {
  const end = Date.now() + seconds * 1_000;
  while (Date.now() < end) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await pause(300);
  }
  throw new Error(`${what}: not seen within ${seconds} s`);
};

/**
 * Asks a JSON service of AWS for which this project has no client. The emulators take any signature
 * of the account's root.
 */
export const ask = async (
  endpoint: string,
  [service, action]: readonly [service: string, action: string],
  input: object,
): Promise<Record<string, unknown>> => {
  const scope = `${accountId}/20260101/${region}/${service}/aws4_request`;
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': action,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=root`,
    },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`${action} answers ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
};

/** A function of the stack as Lambda describes it. */
export const readFunction = (endpoint: string, name: string): Promise<FunctionConfiguration> =>
  new LambdaClient({ endpoint }).send(
    new GetFunctionConfigurationCommand({ FunctionName: `${prefix}-${name}` }),
  );

/** ARN of the stack's topic, from where the functions have it. */
export const readTopic = async (endpoint: string): Promise<string> =>
  (await readFunction(endpoint, 'end-run')).Environment?.Variables?.TOPIC_ARN ?? '';

/** Invokes a function of the stack and waits for its answer. */
export const invoke = async (endpoint: string, name: string, input: object): Promise<Answer> => {
  const { FunctionError, Payload } = await new LambdaClient({ endpoint }).send(
    new InvokeCommand({ FunctionName: `${prefix}-${name}`, Payload: JSON.stringify(input) }),
  );
  const payload = JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
  return FunctionError === undefined ? { answer: payload } : { error: payload };
};

/** The executions of the rollout machine for a service, oldest first. */
export const executionsOf = async (
  endpoint: string,
  service: string,
): Promise<ExecutionListItem[]> => {
  const found: ExecutionListItem[] = [];
  for await (const page of paginateListExecutions(
    { client: new SFNClient({ endpoint }) },
    { stateMachineArn: machineArn },
  ))
    found.push(...(page.executions ?? []));
  return found
    .filter(({ name }) => name?.startsWith(`${service}-`))
    .toSorted((a, b) => Number(a.startDate) - Number(b.startDate));
};

export interface Asked {
  readonly service: string;
  readonly revision: string;
  readonly requestId?: string;
}

/** Puts a deploy event on the bus. @returns the execution that it starts. */
export const request = async (
  endpoint: string,
  { service, revision, requestId = 'build-1' }: Asked,
  at = Date.now(),
): Promise<{ readonly run: string; readonly executionArn: string }> => {
  const before = (await executionsOf(endpoint, service)).length;
  const detail = { service, revision, requestId, who: 'ci', why: 'an end-to-end test' };
  const { FailedEntryCount } = await new EventBridgeClient({ endpoint }).send(
    new PutEventsCommand({
      Entries: [
        {
          Source: 'evenkeel',
          DetailType: 'Deploy Requested',
          Time: new Date(at),
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  if (FailedEntryCount !== 0) throw new Error('the bus refused the event');
  const { name = '', executionArn = '' } = await until(
    async () => (await executionsOf(endpoint, service))[before],
    `an execution for ${service}`,
  );
  return { run: name, executionArn };
};

/** An execution that is over. */
export interface Ended extends DescribeExecutionCommandOutput {
  /** The states it went through, in their order. */
  readonly states: readonly string[];
}

export const ended = (endpoint: string, executionArn: string): Promise<Ended> => {
  const client = new SFNClient({ endpoint });
  return until(async () => {
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status === 'RUNNING') return undefined;
    const states: string[] = [];
    for await (const { events } of paginateGetExecutionHistory({ client }, { executionArn }))
      states.push(...(events ?? []).flatMap((event) => event.stateEnteredEventDetails?.name ?? []));
    return { ...execution, states };
  }, `the end of ${executionArn}`);
};
