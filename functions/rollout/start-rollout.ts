import { createHash } from 'node:crypto';
import * as z from 'zod';
import { environmentReader } from '../platform/env.ts';
import { OpsError, StaleEventError } from '../platform/errors.ts';
import { now } from '../platform/runtime.ts';
import { task } from '../platform/task.ts';
import { startExecution } from '../runs/executions.ts';
import { DeployRequest, DeployRequested } from './domain/inputs.ts';
import { readPlan } from './read-plan.ts';
import { tellRefusal } from './tell-refusal.ts';

const env = environmentReader(z.object({ ROLLOUT_MACHINE_ARN: z.string().min(1) }));

/** The event as EventBridge delivers it, or its bare detail from a person. */
const Input = z.union([DeployRequested, DeployRequest]);
type Input = z.output<typeof Input>;

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

/**
 * Starts the rollout of a deploy event. The same request started again reports the first run.
 *
 * @throws InvalidInputError, UnknownServiceError, StaleEventError: told to people, nothing changed.
 */
export const startRollout = async (input: Input): Promise<{ run: string; started: boolean }> => {
  const request = 'detail' in input ? (input.detail as DeployRequest) : (input as DeployRequest);
  const requestedAt = 'time' in input ? Date.parse(String(input.time)) : now();
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

export const handler = task(Input, startRollout);
