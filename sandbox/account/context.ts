import { AsyncLocalStorage } from 'node:async_hooks';
import type { Post } from '../../functions/platform/http.ts';
import type { Clock } from '../clock.ts';
import type { ClientCall } from './calls.ts';
import type { Invocation } from './invocation.ts';
import { NotSimulatedError } from './service.ts';

/** What code that runs inside a simulated account reaches of it: SDK calls, time, ids and files. */
export interface Home {
  readonly clock: Clock;
  readonly region: string;
  call(call: ClientCall): Promise<unknown>;
  /** Sends what functions ask of servers that are not AWS. */
  readonly post: Post;
  freshId(): string;
  environment(functionName: string | undefined): Readonly<Record<string, string | undefined>>;
  readShippedFile(path: string): Promise<string>;
  /** Keeps a line that a handler logged or an EMF document that it printed. */
  keepLine(line: string): void;
}

/** Where the running code belongs; without an invocation it is a person or CI. */
export interface Context {
  readonly home: Home;
  readonly invocation: Invocation | undefined;
}

const storage = new AsyncLocalStorage<Context>();

export const currentContext = (): Context | undefined => storage.getStore();

/** @throws NotSimulatedError outside of every account, so that nothing real is used by accident. */
export const requiredContext = (what: string): Context => {
  const context = storage.getStore();
  if (context !== undefined) return context;
  throw new NotSimulatedError(
    `${what} was used outside of every simulated account. Nothing was sent to AWS; run it inside an account.`,
  );
};

export const runIn = <Result>(context: Context, run: () => Result): Result =>
  storage.run(context, run);

/** What a dead process sees: an answer that never comes. */
export const never = <Result>(): Promise<Result> => new Promise(() => {});
