import { type Execution, startExecution } from '../../engine/execution.ts';
import type { HistoryEvent } from '../../engine/history.ts';
import { loadMachine, type Machine } from '../../engine/load.ts';
import type { InvocationOutcome } from '../../engine/outside.ts';
import type { NewEvent } from '../event-bus.ts';
import type { Surroundings } from '../service.ts';
import { statusEvent } from './status-event.ts';

/** What the simulated Step Functions needs of the account, and who may watch it. */
export interface StepFunctionsNeeds {
  /** Definitions by the machine's ARN, their references to functions resolved to ARNs. */
  readonly machines: Readonly<Record<string, unknown>>;
  readonly invokeFunction: (functionArn: string, payload: unknown) => Promise<InvocationOutcome>;
  /** Puts an event on the account's bus. */
  readonly publishEvent: (event: NewEvent) => unknown;
  readonly historyLimit?: number;
  /** Virtual time between leaving one state and entering the next. */
  readonly transitionMilliseconds?: number;
  readonly onHistory?: (executionArn: string, event: HistoryEvent) => void;
  /** `at` in milliseconds since the epoch. */
  readonly onStateEntered?: (executionArn: string, name: string, at: number) => void;
  readonly onStateExited?: (executionArn: string, name: string, at: number) => void;
}

export interface StoredMachine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly machine: Machine;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** The last part of a machine's ARN is its name. */
const nameOf = (arn: string): string => arn.split(':').at(-1) ?? arn;

export const executionArn = (machineArn: string, name: string): string =>
  `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;

/** Loads every machine. @throws UnsupportedMachineError */
export const loadMachines = (
  { clock, accountId }: Surroundings,
  { machines }: StepFunctionsNeeds,
): ReadonlyMap<string, StoredMachine> =>
  new Map(
    Object.entries(machines).map(([arn, definition]) => [
      arn,
      {
        arn,
        name: nameOf(arn),
        roleArn: `arn:aws:iam::${accountId}:role/${nameOf(arn)}`,
        machine: loadMachine(definition),
        createdAt: clock.now,
      },
    ]),
  );

/** The executions of an account, oldest first. */
export const executionStore = (surroundings: Surroundings, needs: StepFunctionsNeeds) => {
  const { clock, random, region } = surroundings;
  const executions = new Map<string, Execution>();

  /** Tells the bus that it runs, and later how it ended. */
  const announce = (execution: Execution): void => {
    needs.publishEvent(statusEvent(execution));
    // A rejection is a mistake of the sandbox: it is left unhandled, so that it cannot be overlooked.
    execution.done.then(() => needs.publishEvent(statusEvent(execution)));
  };

  const start = (stored: StoredMachine, name: string, input: unknown): Execution => {
    const arn = executionArn(stored.arn, name);
    const { arn: machineArn, name: machineName, roleArn } = stored;
    const identity = { arn, name, input, machineArn, machineName, roleArn, startedAt: clock.now };
    const execution = startExecution(stored.machine, identity, {
      clock,
      region,
      random: random.fork(arn),
      invokeFunction: needs.invokeFunction,
      historyLimit: needs.historyLimit,
      transitionMilliseconds: needs.transitionMilliseconds,
      onHistory: (event) => needs.onHistory?.(arn, event),
      onStateEntered: (state, at) => needs.onStateEntered?.(arn, state, at),
      onStateExited: (state, at) => needs.onStateExited?.(arn, state, at),
    });
    executions.set(arn, execution);
    announce(execution);
    return execution;
  };

  return { executions, start, announce };
};

export type ExecutionStore = ReturnType<typeof executionStore>;
