import './quiet-powertools.ts';
import { resolve } from 'node:path';
import { useHttp } from '../functions/platform/http.ts';
import { logger, metrics, tracer } from '../functions/platform/observability.ts';
import { useRuntime } from '../functions/platform/runtime.ts';
import { currentContext, never, requiredContext } from './account/context.ts';
import { installTrap } from './account/trap.ts';

/** The project's folder. */
export const projectRoot = resolve(import.meta.dirname, '..');

const keep = (line: unknown): void => {
  const context = currentContext();
  if (context?.invocation?.isDead === true) return;
  context?.home.keepLine(String(line));
};

/** Powertools' own consoles write to the process's output; here each line goes to its account. */
const redirectConsole = (owner: object): void => {
  const target: unknown = Reflect.get(owner, 'console');
  const writers = ['debug', 'error', 'info', 'log', 'trace', 'warn'];
  Object.assign(target as object, Object.fromEntries(writers.map((name) => [name, keep])));
};

/**
 * What Lambda gives libraries to keep data of one invocation apart from another's in one process;
 * Powertools looks for it when Lambda runs several invocations at once, as the sandbox does.
 */
const invokeStore = {
  hasContext: () => currentContext()?.invocation !== undefined,
  get: (key: unknown) => currentContext()?.invocation?.kept.get(key),
  set: (key: unknown, value: unknown) => currentContext()?.invocation?.kept.set(key, value),
  getRequestId: () => currentContext()?.invocation?.request.requestId ?? '-',
  getXRayTraceId: () => undefined,
  getTenantId: () => undefined,
};

const installRuntime = (): void =>
  useRuntime({
    now: () => {
      const { home, invocation } = requiredContext('The clock');
      return home.clock.now + (invocation?.clockAhead ?? 0);
    },
    sleep: async (milliseconds) => {
      const { home, invocation } = requiredContext('The clock');
      await home.clock.sleep(milliseconds);
      if (invocation?.isDead === true) await never();
    },
    after: (milliseconds, run) => {
      const { home, invocation } = requiredContext('The clock');
      const timer = home.clock.after(milliseconds, () => {
        if (invocation?.isDead !== true) run();
      });
      return () => timer.cancel();
    },
    freshId: () => requiredContext('A fresh id').home.freshId(),
    environment: () => {
      const { home, invocation } = requiredContext('The environment');
      return home.environment(invocation?.function);
    },
    readShippedFile: (path) => requiredContext('A shipped file').home.readShippedFile(path),
  });

let isInstalled = false;

/**
 * Turns this process into a sandbox, for good: SDK calls, time, ids, environment, files and logs of
 * handlers belong to the simulated account in which they run, and nothing reaches AWS. It may be
 * called any number of times.
 */
export const installSandbox = (): void => {
  if (isInstalled) return;
  isInstalled = true;
  installTrap();
  installRuntime();
  useHttp((request) => requiredContext('A server').home.post(request));
  process.env.AWS_LAMBDA_MAX_CONCURRENCY = '64';
  Object.assign(globalThis, { awslambda: { InvokeStore: invokeStore } });
  Reflect.set(tracer, 'tracingEnabled', false);
  for (const owner of [logger, metrics]) redirectConsole(owner);
};
