import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { requestLimit, type SdkClient, settingsOf } from './client-settings.ts';
import { type Context, never, requiredContext } from './context.ts';
import { NotSimulatedError } from './service.ts';

interface SdkCommand {
  readonly input: unknown;
}

interface SendOptions {
  readonly requestTimeout?: number;
  readonly abortSignal?: AbortSignal;
}

type Callback = (error: unknown, output?: unknown) => void;

/** The class that every client of the SDK extends; it belongs to a package the SDK brings along. */
const clientPrototype = Object.getPrototypeOf(DynamoDBClient.prototype) as {
  send: (...call: never[]) => unknown;
};

const actionOf = (command: SdkCommand): string => command.constructor.name.replace(/Command$/, '');

const forward = async (
  { home, invocation }: Context,
  client: SdkClient,
  command: SdkCommand,
  { requestTimeout, abortSignal }: SendOptions,
): Promise<unknown> => {
  if (invocation?.isDead === true) return never();
  const settings = await settingsOf(client);
  return home.call({
    service: client.config.serviceId ?? 'an unnamed service',
    action: actionOf(command),
    input: command.input,
    region: settings.region ?? invocation?.region ?? home.region,
    maxAttempts: settings.maxAttempts,
    limit: async () => requestTimeout ?? (await requestLimit(client)),
    signal: abortSignal,
    invocation,
  });
};

/** The context of a call, or an error that says which call had none. */
const contextOf = (client: SdkClient, command: SdkCommand): Context | NotSimulatedError => {
  try {
    return requiredContext(`${client.config.serviceId} ${actionOf(command)}`);
  } catch (error) {
    if (error instanceof NotSimulatedError) return error;
    throw error;
  }
};

const optionsOf = (given: unknown): SendOptions =>
  typeof given === 'object' && given !== null ? given : {};

function send(
  this: SdkClient,
  command: SdkCommand,
  optionsOrCallback?: unknown,
  callback?: Callback,
): Promise<unknown> | undefined {
  const context = contextOf(this, command);
  const answer =
    context instanceof NotSimulatedError
      ? Promise.reject(context)
      : forward(context, this, command, optionsOf(optionsOrCallback));
  const back = typeof optionsOrCallback === 'function' ? (optionsOrCallback as Callback) : callback;
  if (back === undefined) return answer;
  answer.then((output) => back(null, output), back);
  return undefined;
}

/**
 * Takes over every call of every AWS SDK client of this process, for good: before an endpoint is
 * resolved, a credential is looked for or a connection is made. A call finds its account by where it
 * runs; outside of every account it is rejected with NotSimulatedError.
 */
export const installTrap = (): void => {
  clientPrototype.send = send as (...call: never[]) => unknown;
};
