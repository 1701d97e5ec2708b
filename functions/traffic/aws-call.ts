import { within } from '../platform/deadline.ts';
import {
  ChangeFailedError,
  type OpsError,
  UnreadableError,
  UnsupportedTrafficError,
} from '../platform/errors.ts';

/** What a call is about, as its errors say it. */
export interface Subject {
  /** Such as "rule arn:aws:...". */
  readonly what: string;
  /** The action that the function's role needs, such as `ecs:DescribeServices`. */
  readonly action: string;
}

/** The name of whatever was thrown. */
export const thrownName = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.name : typeof thrown;

/** ELB answers `RuleNotFound`, which the SDK calls `RuleNotFoundException`; others add a noun. */
export const isMissing = (thrown: unknown): boolean =>
  /NotFound(Exception)?$/.test(thrownName(thrown));

const isDenied = (thrown: unknown): boolean => /^AccessDenied/.test(thrownName(thrown));

const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error && thrown.message !== ''
    ? `${thrown.name} (${thrown.message})`
    : thrownName(thrown);

const readError = ({ what, action }: Subject, thrown: unknown): OpsError => {
  const options = { cause: thrown };
  if (isMissing(thrown))
    return new UnsupportedTrafficError(
      `${what} does not exist: ${action} answers ${thrownName(thrown)}; this read changed nothing, and retrying does not help until the catalogue names one that exists.`,
      options,
    );
  if (isDenied(thrown))
    return new UnreadableError(
      `${what} could not be read because this function's role may not call ${action}; this read changed nothing, and retrying helps once the role allows it.`,
      options,
    );
  return new UnreadableError(
    `${what} could not be read: ${action} failed with ${reasonOf(thrown)}; this read changed nothing, and retrying may help.`,
    options,
  );
};

/**
 * How long one read is waited for, with all its attempts: a function lives 20 s, and a tick reads
 * the metrics after the weights.
 */
const patienceMilliseconds = 6_000;

/** @throws UnsupportedTrafficError when the thing does not exist, UnreadableError for all else. */
export const reading = async <Answer>(
  subject: Subject,
  call: (abortSignal: AbortSignal) => Promise<Answer>,
): Promise<Answer> => {
  try {
    return await within(patienceMilliseconds)(call);
  } catch (thrown) {
    throw readError(subject, thrown);
  }
};

/**
 * A failed change may have taken effect: its answer may be what was lost. So every failure is the
 * same error, a throttled call included, and what comes next is a read.
 */
export const changeError = ({ what, action }: Subject, thrown: unknown): ChangeFailedError =>
  new ChangeFailedError(
    `${what} may or may not have changed: ${action} failed with ${reasonOf(thrown)}; read its weights before anything else, and retrying is safe.`,
    { cause: thrown },
  );
