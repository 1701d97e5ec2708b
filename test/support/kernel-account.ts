import { type Account, type AccountOptions, createAccount } from '../../sandbox/account/account.ts';
import type { LambdaHandler } from '../../sandbox/account/function-code.ts';
import type { Service } from '../../sandbox/account/service.ts';
import type { FunctionDefinition } from '../../sandbox/account/template.ts';
import { installSandbox } from '../../sandbox/runtime.ts';

export const noon = Date.parse('2026-03-02T12:00:00Z');

export const aFunction = (
  name: string,
  overrides: Partial<FunctionDefinition> = {},
): FunctionDefinition => ({
  name,
  deployedName: `evenkeel-test-${name}`,
  file: `/nowhere/${name}.ts`,
  exported: 'handler',
  timeoutSeconds: 20,
  maximumRetryAttempts: 2,
  role: undefined,
  environment: {},
  ...overrides,
});

/** A service that remembers what reached it. */
export const aTopicService = () => {
  const published: { message: string; at: number }[] = [];
  const service: Service = {
    Publish: ({ Message }: { Message: string }, { clock }) => {
      published.push({ message: Message, at: (clock.now - noon) / 1_000 });
      return { MessageId: `message-${published.length}` };
    },
    GetTopicAttributes: () => ({ Attributes: { Published: String(published.length) } }),
  };
  return { published, service };
};

/** An account whose functions are the given handlers; latencies are 0 unless a test sets them. */
export const anAccount = (
  handlers: Readonly<Record<string, LambdaHandler>> = {},
  options: Partial<AccountOptions> = {},
): Account => {
  installSandbox();
  return createAccount({
    seed: 1,
    startsAt: noon,
    latencyScale: 0,
    functions: Object.keys(handlers).map((name) => aFunction(name)),
    handlers,
    ...options,
  });
};

/** Virtual seconds since the start. */
export const secondsIn = (account: Account): number =>
  (account.clock.now - account.startedAt) / 1_000;

export const hour = 3_600_000;

/** Drives the account's clock until a promise settles, and tells how it did. */
export const settle = async <Result>(
  account: Account,
  promise: Promise<Result>,
  until = noon + hour,
): Promise<Result | 'never'> => {
  let isSettled = false;
  const note = () => {
    isSettled = true;
  };
  promise.then(note, note);
  await account.clock.drive(until, () => isSettled);
  return isSettled ? promise : 'never';
};
