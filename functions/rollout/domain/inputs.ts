import * as z from 'zod/mini';
import { text, whole } from '../../platform/schema.ts';
import { RunId } from '../../runs/domain/inputs.ts';

/** What every task of the rollout machine is given about its run. */
export const TaskInput = z.strictObject({
  run: z.strictObject({ id: RunId, epoch: whole(0) }),
  /** Counts the machine's state entries, so that a repeated invocation is recognised. */
  entry: whole(0),
});
export type TaskInput = z.output<typeof TaskInput>;

/** The same for a state that holds when it was tried in vain for long enough. */
export const AttemptInput = z.extend(TaskInput, {
  /** How often the machine has tried the state again. */
  retry: z._default(whole(0), 0),
});
export type AttemptInput = z.output<typeof AttemptInput>;

/** An error as a Catch of the machine sees it. */
export const Failure = z.object({ Error: z.string(), Cause: z._default(z.string(), '') });
export type Failure = z.output<typeof Failure>;

/** The sentence inside a failure: a Lambda error's message, or the cause as it came. */
export const failureSentence = ({ Error: name, Cause: cause }: Failure): string => {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    if (typeof errorMessage === 'string' && errorMessage !== '') return errorMessage;
  } catch {
    // Not every cause is JSON: a timeout's is a sentence or nothing.
  }
  return cause === '' ? name : `${name}: ${cause}`;
};

/** A service by the name of its catalogue entry. */
export const ServiceName = text(40);

/** The detail of a `Deploy Requested` event. */
export const DeployRequest = z.strictObject({
  service: ServiceName,
  /** A task definition's ARN or `family:revision`; a Lambda version's number. */
  revision: text(300),
  /** Chosen by the sender; the same request never starts two rollouts. */
  requestId: text(200),
  who: text(500),
  why: text(500),
});
export type DeployRequest = z.output<typeof DeployRequest>;

/** An event as EventBridge delivers it, whatever its detail is: EventBridge itself fills in the rest. */
export const Delivery = z.looseObject({
  id: text(200),
  account: z.optional(z.string()),
  time: z.optional(z.string()),
  'detail-type': z.string(),
  detail: z.unknown(),
});
export type Delivery = z.output<typeof Delivery>;

/** The delivered event that asks for a rollout. */
export const DeployRequested = z.looseObject({
  source: z.literal('evenkeel'),
  'detail-type': z.literal('Deploy Requested'),
  time: z.iso.datetime('a time such as 2026-03-02T12:00:00Z'),
  detail: DeployRequest,
});
export type DeployRequested = z.output<typeof DeployRequested>;
