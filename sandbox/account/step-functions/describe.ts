import type {
  DescribeExecutionInput,
  DescribeExecutionOutput,
  DescribeStateMachineInput,
  DescribeStateMachineOutput,
  ExecutionListItem,
  ListExecutionsInput,
  ListExecutionsOutput,
} from '@aws-sdk/client-sfn';
import type { Execution } from '../../engine/execution.ts';
import { supportFields } from '../supported-fields.ts';
import { page } from './page.ts';
import { findExecution, findMachine } from './refusal.ts';
import { redriveStatus } from './status-event.ts';
import type { StoredMachine } from './store.ts';

const dateOf = (milliseconds: number | undefined): Date | undefined =>
  milliseconds === undefined ? undefined : new Date(milliseconds);

const listItem = ({ identity, status, stoppedAt, redriveCount, redrivenAt }: Execution) =>
  ({
    executionArn: identity.arn,
    stateMachineArn: identity.machineArn,
    name: identity.name,
    status,
    startDate: new Date(identity.startedAt),
    stopDate: dateOf(stoppedAt),
    redriveCount,
    redriveDate: dateOf(redrivenAt),
  }) satisfies ExecutionListItem;

const description = (execution: Execution): DescribeExecutionOutput => {
  const { identity, status, output, error, cause } = execution;
  const hasOutput = status === 'SUCCEEDED';
  return {
    ...listItem(execution),
    ...redriveStatus(execution),
    input: JSON.stringify(identity.input),
    inputDetails: { included: true },
    ...(hasOutput ? { output: JSON.stringify(output), outputDetails: { included: true } } : {}),
    error,
    cause,
  };
};

/** The commands that show executions and machines. */
export const describeCommands = (
  machines: ReadonlyMap<string, StoredMachine>,
  executions: ReadonlyMap<string, Execution>,
) => ({
  DescribeExecution: (input: DescribeExecutionInput): DescribeExecutionOutput => {
    supportFields('DescribeExecution', input, ['executionArn']);
    return description(findExecution(executions, input.executionArn));
  },
  /** The newest first, as AWS lists them. */
  ListExecutions: (input: ListExecutionsInput): ListExecutionsOutput => {
    const fields = ['stateMachineArn', 'statusFilter', 'maxResults', 'nextToken'];
    supportFields('ListExecutions', input, fields);
    const { arn } = findMachine(machines, input.stateMachineArn);
    const listed = [...executions.values()]
      .reverse()
      .filter(({ identity }) => identity.machineArn === arn)
      .filter(({ status }) => (input.statusFilter ?? status) === status);
    const { items, nextToken } = page(listed, input);
    return { executions: items.map(listItem), nextToken };
  },
  DescribeStateMachine: (input: DescribeStateMachineInput): DescribeStateMachineOutput => {
    supportFields('DescribeStateMachine', input, ['stateMachineArn']);
    const { arn, name, roleArn, machine, createdAt } = findMachine(machines, input.stateMachineArn);
    return {
      stateMachineArn: arn,
      name,
      status: 'ACTIVE',
      definition: JSON.stringify(machine.definition),
      roleArn,
      type: 'STANDARD',
      creationDate: new Date(createdAt),
    };
  },
});
