/** How one run of a function ends for its caller. */
export type Outcome =
  | { readonly payload: unknown; readonly executedVersion?: string }
  | { readonly error: string; readonly cause: string };

const failure = (error: string, errorMessage: string): Outcome => ({
  error,
  cause: JSON.stringify({ errorType: error, errorMessage, trace: [] }),
});

export const timedOut = (requestId: string, timeoutSeconds: number): Outcome =>
  failure(
    'Sandbox.Timedout',
    `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
  );

export const exited = (requestId: string): Outcome =>
  failure('Runtime.ExitError', `RequestId: ${requestId} Error: Runtime exited: signal: killed`);

/** Lambda has no capacity left for the function. */
export const refusedStart: Outcome = failure('Lambda.TooManyRequestsException', 'Rate Exceeded.');

/** What crosses Lambda's border of a thrown error: its name and message, never its cause or fields. */
export const thrown = (error: unknown): Outcome =>
  error instanceof Error
    ? failure(error.name, error.message)
    : failure(typeof error, String(error));
