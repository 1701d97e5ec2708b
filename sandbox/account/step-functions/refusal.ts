import {
  ExecutionDoesNotExist,
  InvalidArn,
  StateMachineDoesNotExist,
  ValidationException,
} from '@aws-sdk/client-sfn';
import type { Execution } from '../../engine/execution.ts';
import type { StoredMachine } from './store.ts';

interface Shape {
  readonly message: string;
  readonly $metadata: { readonly httpStatusCode: number };
}

/** One of the SDK's own exceptions, as the SDK would have read it from an answer. */
export const refusal = <Exception>(
  Exception: new (shape: Shape) => Exception,
  message: string,
): Exception => new Exception({ message, $metadata: { httpStatusCode: 400 } });

const assertArn = (arn: string | undefined): string => {
  if (arn?.startsWith('arn:aws:states:')) return arn;
  throw refusal(InvalidArn, `Invalid Arn: '${arn}'`);
};

/** @throws ExecutionDoesNotExist, InvalidArn */
export const findExecution = (
  executions: ReadonlyMap<string, Execution>,
  given: string | undefined,
): Execution => {
  const arn = assertArn(given);
  const execution = executions.get(arn);
  if (execution === undefined)
    throw refusal(ExecutionDoesNotExist, `Execution Does Not Exist: '${arn}'`);
  return execution;
};

/** @throws StateMachineDoesNotExist, InvalidArn */
export const findMachine = (
  machines: ReadonlyMap<string, StoredMachine>,
  given: string | undefined,
): StoredMachine => {
  const arn = assertArn(given);
  const machine = machines.get(arn);
  if (machine === undefined)
    throw refusal(StateMachineDoesNotExist, `State Machine Does Not Exist: '${arn}'`);
  return machine;
};

/** AWS takes an error of at most 256 characters and a cause of at most 32,768. */
export const assertWords = (error: string | undefined, cause: string | undefined): void => {
  const tooLong = (error?.length ?? 0) > 256 ? 'error' : (cause?.length ?? 0) > 32_768 && 'cause';
  if (!tooLong) return;
  const message = `1 validation error detected: Value at '${tooLong}' is longer than allowed`;
  throw refusal(ValidationException, message);
};
