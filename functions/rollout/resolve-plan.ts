import * as z from 'zod/mini';
import { text } from '../platform/schema.ts';
import { task } from '../platform/task.ts';
import { RunId } from '../runs/domain/inputs.ts';
import { createRun } from '../runs/record.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { DeployRequest } from './domain/inputs.ts';
import { freshJudgeState } from './domain/verdict.ts';
import { readPlan } from './read-plan.ts';

const Input = z.strictObject({
  execution: z.strictObject({ name: RunId, arn: text() }),
  request: z.extend(DeployRequest, { at: z.number() }),
});
type Input = z.output<typeof Input>;

/** Resolves the plan once, and records the run that carries its own copy of it from now on. */
export const resolvePlan = async ({ execution, request }: Input): Promise<{ id: string }> => {
  const { service, revision, requestId, who, why, at } = request;
  const plan = await readPlan(service);
  const detail: RolloutDetail = {
    plan,
    revision,
    phase: { kind: 'starting' },
    fullTasks: 0,
    requestsPerMinute: 0,
    withoutData: [],
    judge: freshJudgeState,
    gates: 0,
    heeded: [],
    events: 0,
  };
  const run = await createRun({
    id: execution.name,
    target: `rollout/${service}`,
    executionArn: execution.arn,
    request: { requestId, who, why, at },
    detail,
  });
  return { id: run.id };
};

export const handler = task(Input, resolvePlan);
