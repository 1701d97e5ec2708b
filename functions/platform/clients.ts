import { tracer } from './observability.ts';

interface Traceable {
  middlewareStack: { remove: unknown; use: unknown };
  config: unknown;
  send(...args: never[]): unknown;
}

interface ClientSettings {
  maxAttempts: number;
  requestHandler: {
    connectionTimeout: number;
    requestTimeout: number;
    throwOnRequestTimeout: true;
  };
}

type ClientClass<Client> = new (settings: ClientSettings) => Client;

/** The longest that one AWS call may take before the SDK gives it up, in seconds. */
export const callLimitSeconds = 5;

const requestHandler = {
  connectionTimeout: 1_000,
  requestTimeout: callLimitSeconds * 1_000,
  throwOnRequestTimeout: true,
} as const;

const lazily = <Client extends Traceable>(
  Client: ClientClass<Client>,
  settings: ClientSettings,
): (() => Client) => {
  let client: Client | undefined;
  return () => {
    client ??= tracer.captureAWSv3Client(new Client(settings));
    return client;
  };
};

/** A client for calls that change nothing: the SDK may repeat them. */
export const readingClient = <Client extends Traceable>(Client: ClientClass<Client>) =>
  lazily(Client, { maxAttempts: 3, requestHandler });

/**
 * A client for calls that change something. The SDK must not repeat them: a repeated call whose
 * first answer was lost would be reported as a plain success. The machine's Retry repeats, after a
 * read.
 */
export const changingClient = <Client extends Traceable>(Client: ClientClass<Client>) =>
  lazily(Client, { maxAttempts: 1, requestHandler });
