import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readingClient } from '../platform/clients.ts';
import { environment, now } from '../platform/runtime.ts';

interface Kept {
  readonly text: Promise<string>;
  readonly readAt: number;
}

const keptMilliseconds = 5 * 60_000;

const client = readingClient(SecretsManagerClient);

/** By the environment: a rehearsal in the same process has a vault of its own. */
const vaults = new WeakMap<object, Map<string, Kept>>();

const vault = (): Map<string, Kept> => {
  const known = vaults.get(environment()) ?? new Map<string, Kept>();
  vaults.set(environment(), known);
  return known;
};

const fetched = async (id: string): Promise<string> => {
  const { SecretString: text } = await client().send(new GetSecretValueCommand({ SecretId: id }));
  if (text === undefined || text === '') throw new TypeError(`the secret ${id} has no text`);
  return text;
};

/**
 * The text of a secret, kept for five minutes while the function is warm.
 *
 * @param refusedAt when a request was begun whose credentials were refused: what was kept before
 * that is read anew, once for all requests that were under way.
 * @throws what the SDK throws, and a TypeError for a secret without text.
 */
export const readSecret = (id: string, refusedAt = Number.NEGATIVE_INFINITY): Promise<string> => {
  const known = vault().get(id);
  if (known && known.readAt > refusedAt && now() < known.readAt + keptMilliseconds)
    return known.text;
  const text = fetched(id);
  const fresh = { text, readAt: now() };
  vault().set(id, fresh);
  text.catch(() => {
    if (vault().get(id) === fresh) vault().delete(id);
  });
  return text;
};
