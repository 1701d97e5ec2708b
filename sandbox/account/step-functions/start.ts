import {
  ExecutionAlreadyExists,
  InvalidExecutionInput,
  InvalidName,
  type StartExecutionInput,
  type StartExecutionOutput,
} from '@aws-sdk/client-sfn';
import type { Execution } from '../../engine/execution.ts';
import { assertCarriable } from '../../engine/limits.ts';
import { idSource } from '../identifiers.ts';
import type { Surroundings } from '../service.ts';
import { supportFields } from '../supported-fields.ts';
import { findMachine, refusal } from './refusal.ts';
import { type ExecutionStore, executionArn, type StoredMachine } from './store.ts';

/** AWS: no spaces, brackets, wildcards, other special characters or control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: AWS refuses them by name
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

const assertName = (name: string): void => {
  if (name.length > 0 && name.length <= 80 && !forbidden.test(name)) return;
  throw refusal(InvalidName, `Invalid Name: '${name}'`);
};

const parsed = (input: string): unknown => {
  try {
    const value: unknown = JSON.parse(input);
    assertCarriable(value, 'The input');
    return value;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw refusal(InvalidExecutionInput, `Invalid State Machine Execution Input: '${reason}'`);
  }
};

/** Starting again what is still running, with the same input, is the same execution. */
const assertSame = (known: Execution, input: unknown): Execution => {
  const isSame = JSON.stringify(known.identity.input) === JSON.stringify(input);
  if (known.status === 'RUNNING' && isSame) return known;
  throw refusal(ExecutionAlreadyExists, `Execution Already Exists: '${known.identity.arn}'`);
};

/** The StartExecution command. Names are never free again: AWS blocks them for 90 days. */
export const startCommand = (
  { random }: Surroundings,
  machines: ReadonlyMap<string, StoredMachine>,
  { executions, start }: ExecutionStore,
) => {
  const freshName = idSource(random.fork('names of executions'));
  return (command: StartExecutionInput): StartExecutionOutput => {
    supportFields('StartExecution', command, ['stateMachineArn', 'name', 'input']);
    const { name = freshName(), input = '{}' } = command;
    const machine = findMachine(machines, command.stateMachineArn);
    assertName(name);
    const value = parsed(input);
    const known = executions.get(executionArn(machine.arn, name));
    const { identity } = known ? assertSame(known, value) : start(machine, name, value);
    return { executionArn: identity.arn, startDate: new Date(identity.startedAt) };
  };
};
