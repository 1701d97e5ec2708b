import {
  ExecutionNotRedrivable,
  type RedriveExecutionInput,
  type RedriveExecutionOutput,
  type StopExecutionInput,
  type StopExecutionOutput,
} from '@aws-sdk/client-sfn';
import type { Execution } from '../engine/execution.ts';
import type { Service, Surroundings } from './service.ts';
import { describeCommands } from './step-functions/describe.ts';
import { historyCommand } from './step-functions/history.ts';
import { assertWords, findExecution, refusal } from './step-functions/refusal.ts';
import { startCommand } from './step-functions/start.ts';
import {
  type ExecutionStore,
  executionStore,
  loadMachines,
  type StepFunctionsNeeds,
} from './step-functions/store.ts';
import { tokenCommands } from './step-functions/tokens.ts';
import { supportFields } from './supported-fields.ts';

export interface SimulatedStepFunctions {
  readonly service: Service;
  /** By ARN, oldest first. */
  readonly executions: ReadonlyMap<string, Execution>;
}

/** The commands that end an execution or take it up again. */
const courseCommands = ({ clock }: Surroundings, { executions, announce }: ExecutionStore) => ({
  StopExecution: (input: StopExecutionInput): StopExecutionOutput => {
    supportFields('StopExecution', input, ['executionArn', 'error', 'cause']);
    assertWords(input.error, input.cause);
    const execution = findExecution(executions, input.executionArn);
    execution.stop(input.error, input.cause);
    return { stopDate: new Date(execution.stoppedAt ?? clock.now) };
  },
  RedriveExecution: (input: RedriveExecutionInput): RedriveExecutionOutput => {
    supportFields('RedriveExecution', input, ['executionArn']);
    const execution = findExecution(executions, input.executionArn);
    const { redriveRefusal } = execution;
    if (redriveRefusal !== undefined) throw refusal(ExecutionNotRedrivable, redriveRefusal);
    execution.redrive();
    announce(execution);
    return { redriveDate: new Date(clock.now) };
  },
});

/**
 * Simulates Step Functions: standard workflows, run by the engine on the account's clock. Every
 * change of an execution's status is published as the event that AWS publishes.
 *
 * @throws UnsupportedMachineError when a machine cannot be run as written.
 */
export const stepFunctions = (
  surroundings: Surroundings,
  needs: StepFunctionsNeeds,
): SimulatedStepFunctions => {
  const machines = loadMachines(surroundings, needs);
  const store = executionStore(surroundings, needs);
  const { executions } = store;
  return {
    executions,
    service: {
      StartExecution: startCommand(surroundings, machines, store),
      ...courseCommands(surroundings, store),
      ...describeCommands(machines, executions),
      GetExecutionHistory: historyCommand(executions),
      ...tokenCommands(executions),
    },
  };
};
