/**
 * The error names that Step Functions itself reports. `ErrorEquals` may list any name, but names that
 * begin with `States.` are reserved for these.
 */
export const predefinedErrors = [
  'States.ALL',
  'States.BranchFailed',
  'States.DataLimitExceeded',
  'States.ExceedToleratedFailureThreshold',
  'States.HeartbeatTimeout',
  'States.Http.Socket',
  'States.IntrinsicFailure',
  'States.ItemReaderFailed',
  'States.NoChoiceMatched',
  'States.ParameterPathFailure',
  'States.Permissions',
  'States.QueryEvaluationError',
  'States.ResultPathMatchFailure',
  'States.ResultWriterFailed',
  'States.Runtime',
  'States.TaskFailed',
  'States.Timeout',
] as const;

export type PredefinedError = (typeof predefinedErrors)[number];

/** What `$states.errorOutput` holds in a catcher. */
export interface ErrorOutput {
  readonly Error: string;
  readonly Cause: string;
}

/** A state failed: `error` is what Retry and Catch match, `reason` what AWS calls the cause. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly error: string | undefined;
  readonly reason: string | undefined;
  /** A second name that Retry and Catch match as well. */
  readonly alias: PredefinedError | undefined;

  constructor(error: string | undefined, reason?: string, alias?: PredefinedError) {
    // It tells of the machine, not of this code, and each wait for a signal may end with one.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`${error}: ${reason}`);
    Error.stackTraceLimit = stackTraceLimit;
    this.error = error;
    this.reason = reason;
    this.alias = alias;
  }
}

/** The state's execution, branch or iteration has ended while it was under way: it does no more. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** A failure without a cause, such as a timeout, has an empty one in the catcher (AWS does so). */
export const errorOutput = ({ error, reason }: StateFailure): ErrorOutput => ({
  Error: error ?? '',
  Cause: reason ?? '',
});

const beyondWildcard = new Set<string | undefined>(['States.Runtime', 'States.DataLimitExceeded']);

/** Whether a retrier's or catcher's `ErrorEquals` is meant for this failure. */
export const isListed = (errorEquals: readonly string[], failure: StateFailure): boolean => {
  const { error, alias } = failure;
  if (error === 'States.Runtime') return false;
  return errorEquals.some((name) => {
    if (name === 'States.ALL') return !beyondWildcard.has(error);
    if (name === 'States.TaskFailed') return error !== 'States.Timeout';
    return name === error || name === alias;
  });
};
