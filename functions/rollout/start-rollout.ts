import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { environmentReader } from '../platform/env.ts';
import {
  InvalidInputError,
  OpsError,
  StaleEventError,
  UnknownServiceError,
} from '../platform/errors.ts';
import { parse, tryParse } from '../platform/parse.ts';
import { now } from '../platform/runtime.ts';
import { text } from '../platform/schema.ts';
import { task } from '../platform/task.ts';
import { startExecution } from '../runs/executions.ts';
import { Delivery, DeployRequest, DeployRequested } from './domain/inputs.ts';
import { readPlan } from './read-plan.ts';
import { tellMalformed, tellRefusal } from './tell-refusal.ts';

const env = environmentReader(z.object({ ROLLOUT_MACHINE_ARN: text() }));

interface Started {
  readonly run: string;
  readonly started: boolean;
}

/** A refused event is an answer: its sender was told, and delivering it again would change nothing. */
interface Refused {
  readonly refused: string;
}

/** The same request always has the same name, so that it starts one execution and never two. */
export const executionName = ({ service, revision, requestId }: DeployRequest): string => {
  const hash = createHash('sha256').update(JSON.stringify([service, revision, requestId]));
  return `${service}-${hash.digest('hex').slice(0, 24)}`;
};

const checkAge = (requestedAt: number, maxEventAgeMinutes: number): void => {
  const age = Math.ceil((now() - requestedAt) / 60_000);
  if (age <= maxEventAgeMinutes) return;
  throw new StaleEventError(
    `time: the deploy event is ${age} minutes old; allowed: at most ${maxEventAgeMinutes} (rollout.maxEventAgeMinutes). Nothing was changed; send a new event if the revision should still go out.`,
  );
};

/** Starts a rollout, or tells why not. The same request started again reports the first run. */
const start = async (request: DeployRequest, requestedAt: number): Promise<Started> => {
  const name = executionName(request);
  try {
    const plan = await readPlan(request.service);
    checkAge(requestedAt, plan.rollout.maxEventAgeMinutes);
  } catch (error) {
    if (error instanceof OpsError) await tellRefusal(name, request, error);
    throw error;
  }
  const { ROLLOUT_MACHINE_ARN: machine } = env();
  return {
    run: name,
    started: await startExecution(machine, name, { ...request, at: requestedAt }),
  };
};

const startDelivered = async (event: Delivery): Promise<Started> => {
  let requested: DeployRequested;
  try {
    requested = parse(DeployRequested, event, 'the deploy event');
  } catch (error) {
    if (error instanceof InvalidInputError) await tellMalformed(event, error);
    throw error;
  }
  // The sender's clock: a request of the future would be the newest for ever.
  return start(requested.detail, Math.min(Date.parse(requested.time), now()));
};

const isBadInput = (error: unknown): error is OpsError =>
  error instanceof InvalidInputError ||
  error instanceof UnknownServiceError ||
  error instanceof StaleEventError;

/**
 * Starts the rollout of a deploy event, or of its bare detail from a person. An event whose input is
 * wrong is told and answered, so that Lambda does not repeat it; a person gets the error itself.
 *
 * @throws InvalidInputError, UnknownServiceError, StaleEventError to a person: nothing was changed;
 * ChangeFailedError when it is not known whether it was started or told: repeating it is safe.
 */
export const startRollout = async (input: unknown): Promise<Started | Refused> => {
  const delivered = tryParse(Delivery, input);
  if ('mistakes' in delivered) return start(parse(DeployRequest, input, 'the input'), now());
  try {
    return await startDelivered(delivered.value);
  } catch (error) {
    if (!isBadInput(error)) throw error;
    return { refused: error.message };
  }
};

export const handler = task(z.unknown(), startRollout);
