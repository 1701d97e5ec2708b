import * as z from 'zod';

/** What every task of the rollout machine is given about its run. */
export const TaskInput = z.strictObject({
  run: z.strictObject({ id: z.string().min(1), epoch: z.int().min(0) }),
  /** Counts the machine's state entries, so that a repeated invocation is recognised. */
  entry: z.int().min(0),
});
export type TaskInput = z.output<typeof TaskInput>;

/** An error as a Catch of the machine sees it. */
export const Failure = z.object({ Error: z.string(), Cause: z.string().default('') });
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

const text = z.string().min(1).max(500);

/** The detail of a `Deploy Requested` event. */
export const DeployRequest = z.strictObject({
  service: z.string().min(1).max(40),
  /** A task definition's ARN or `family:revision`; a Lambda version's number. */
  revision: z.string().min(1).max(300),
  /** Chosen by the sender; the same request never starts two rollouts. */
  requestId: z.string().min(1).max(200),
  who: text,
  why: text,
});
export type DeployRequest = z.output<typeof DeployRequest>;

/** The event as EventBridge delivers it. */
export const DeployRequested = z.looseObject({
  source: z.literal('evenkeel'),
  'detail-type': z.literal('Deploy Requested'),
  time: z.iso.datetime(),
  detail: DeployRequest,
});
