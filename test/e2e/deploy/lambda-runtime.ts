import { pathToFileURL } from 'node:url';
import { quickenDate } from './quick-clock.ts';

/**
 * The process that a function of the deployed stack runs in: what AWS's own Node runtime does, over
 * Lambda's documented Runtime API. MiniStack's own Node worker loses the names of errors.
 */
const environment = process.env;
const api = `http://${environment.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const [modulePath = '', handlerName = ''] = (environment._HANDLER ?? '').split(/\.(?=[^.]*$)/);

const post = (path: string, body: unknown) =>
  fetch(`${api}/${path}`, { method: 'POST', body: JSON.stringify(body ?? null) });

const described = (error: unknown) => {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { errorType: name, errorMessage: message, trace: stack?.split('\n') ?? [] };
};

const contextOf = (headers: Headers) => {
  const deadline = Number(headers.get('lambda-runtime-deadline-ms'));
  return {
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers.get('lambda-runtime-invoked-function-arn'),
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: headers.get('lambda-runtime-aws-request-id'),
    getRemainingTimeInMillis: () => deadline - performance.timeOrigin - performance.now(),
  };
};

type Handler = (event: unknown, context: object) => Promise<unknown>;

const load = async (): Promise<Handler> => {
  const file = pathToFileURL(`${environment.LAMBDA_TASK_ROOT}/${modulePath}.mjs`).href;
  const handler = (await import(file))[handlerName];
  if (typeof handler !== 'function') throw new TypeError(`${file} exports no ${handlerName}`);
  return handler;
};

const answerNext = async (handler: Handler): Promise<void> => {
  const next = await fetch(`${api}/invocation/next`);
  const event = await next.json();
  const id = next.headers.get('lambda-runtime-aws-request-id');
  const trace = next.headers.get('lambda-runtime-trace-id');
  if (trace !== null) environment._X_AMZN_TRACE_ID = trace;
  try {
    const answer = await handler(event, contextOf(next.headers));
    await post(`invocation/${id}/response`, answer);
  } catch (error) {
    await post(`invocation/${id}/error`, described(error));
  }
};

// The tracer is on only where this says that it is on Lambda.
environment.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs24.x';
quickenDate(environment.FUNCTIONS_CLOCK);
try {
  const handler = await load();
  for (;;) await answerNext(handler);
} catch (error) {
  await post('init/error', described(error));
  process.exitCode = 1;
}
