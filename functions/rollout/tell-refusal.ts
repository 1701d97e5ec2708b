import { count } from '../platform/observability.ts';
import { now } from '../platform/runtime.ts';
import { invocation, toMessage } from '../runs/domain/message.ts';
import { tellOnce } from '../runs/outbox.ts';
import type { DeployRequest } from './domain/inputs.ts';

/** Tells the sender of a rollout that was refused before a run of it was recorded. */
export const tellRefusal = async (
  runId: string,
  { service, revision, who, why }: DeployRequest,
  error: { readonly name: string; readonly message: string },
): Promise<void> => {
  count('Refused');
  const message = toMessage(
    { id: runId, version: -1 },
    {
      kind: 'refused',
      severity: 'warning',
      headline: `${service}: rollout refused - ${error.message}`,
      sentence: `${service}: the rollout was refused before it began, no traffic was moved. ${error.message}`,
      facts: [
        `Revision: ${revision}`,
        `Asked for by: ${who} (${why})`,
        `Error: ${error.name}`,
        `Run: ${runId}`,
      ],
      answers: [{ to: 'check', command: invocation('check-service', { service, revision }) }],
    },
    now(),
  );
  await tellOnce(message);
};
