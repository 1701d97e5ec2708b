import * as z from 'zod/mini';
import { type InvalidInputError, mistakesText } from '../platform/errors.ts';
import { count } from '../platform/observability.ts';
import { tryParse } from '../platform/parse.ts';
import { now } from '../platform/runtime.ts';
import { invocation, type MessageDraft, toMessage } from '../runs/domain/message.ts';
import { tellOnce } from '../runs/outbox.ts';
import { type Delivery, DeployRequest } from './domain/inputs.ts';

const ExecutionInput = z.extend(DeployRequest, { at: z.number() });

/** The id under which it is told once, however often the same is delivered. */
const tell = async (id: string, draft: Omit<MessageDraft, 'kind' | 'severity'>): Promise<void> => {
  count('Refused');
  const refusal = { ...draft, kind: 'refused', severity: 'warning' } as const;
  await tellOnce(toMessage({ id, version: -1 }, refusal, now()));
};

/** Tells the sender of a rollout that was refused before a run of it was recorded. */
export const tellRefusal = (
  runId: string,
  { service, revision, who, why }: DeployRequest,
  error: { readonly name: string; readonly message: string },
): Promise<void> =>
  tell(runId, {
    headline: `${service}: rollout refused - ${error.message}`,
    sentence: `${service}: the rollout was refused before it began, no traffic was moved. ${error.message}`,
    facts: [
      `Revision: ${revision}`,
      `Asked for by: ${who} (${why})`,
      `Error: ${error.name}`,
      `Run: ${runId}`,
    ],
    answers: [{ to: 'check', command: invocation('check-service', { service, revision }) }],
  });

/** What an event says of itself, as far as it says it in text of a bearable length. */
const saidIn = (detail: unknown, name: keyof DeployRequest): string => {
  const value = (detail as Partial<Record<string, unknown>> | null)?.[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : 'not said';
};

/** Tells of an execution that ended before a run of it was recorded; its input may be missing or anything. */
export const tellUnrecorded = (
  runId: string,
  input: unknown,
  error: { readonly name: string; readonly message: string },
): Promise<void> => {
  const parsed = tryParse(ExecutionInput, input);
  if ('value' in parsed) return tellRefusal(runId, parsed.value, error);
  return tell(runId, {
    headline: `rollout refused (${saidIn(input, 'service')}) - ${error.message}`,
    sentence: `An execution of the rollout machine was started with an input that is no deploy request, or that was too long to be told; no traffic was moved. ${error.message}`,
    facts: [
      `Service: ${saidIn(input, 'service')}`,
      `Revision: ${saidIn(input, 'revision')}`,
      `Asked for by: ${saidIn(input, 'who')} (${saidIn(input, 'why')})`,
      `Error: ${error.name}`,
      `Run: ${runId}`,
    ],
    answers: [],
  });
};

/** Tells of a deploy event that is not one: who sent it, and what is wrong where. */
export const tellMalformed = (
  { id, account = 'not said', time = 'not said', detail }: Delivery,
  { name, mistakes }: InvalidInputError,
): Promise<void> => {
  const wrong = mistakesText(mistakes);
  const service = saidIn(detail, 'service');
  return tell(`event-${id}`, {
    headline: `deploy event refused (${service}) - ${wrong}`,
    sentence: `A deploy event was refused; no rollout was started and no traffic was moved. ${wrong}. Correct it and send it again: the same event is not tried twice.`,
    facts: [
      `Sent by: ${saidIn(detail, 'who')} (${saidIn(detail, 'why')}), account ${account}, time ${time}`,
      `Service: ${service}`,
      `Revision: ${saidIn(detail, 'revision')}`,
      `Request: ${saidIn(detail, 'requestId')}`,
      `Error: ${name}`,
      `Event: ${id}`,
    ],
    answers: [],
  });
};
