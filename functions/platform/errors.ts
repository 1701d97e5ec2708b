import { brief } from './brief.ts';

/**
 * Every error that a machine may meet by name. Step Functions matches `ErrorEquals` against
 * `error.name`, and a minifying bundle renames classes, so each name is a literal.
 */
export const errorNames = [
  'InvalidInputError',
  'UnknownServiceError',
  'StaleEventError',
  'SchemaVersionError',
  'LeaseHeldError',
  'LostLeaseError',
  'RunEndedError',
  'UnknownRunError',
  'SignalRefusedError',
  'WrongRevisionError',
  'AlreadyLiveError',
  'DriftError',
  'StickyRuleError',
  'UnsupportedTrafficError',
  'MissingAlarmError',
  'MissingMetricError',
  'SubscriptionMissingError',
  'CapacityError',
  'UnreadableError',
  'ChangeFailedError',
  'RolledBackError',
  'NeedsOperatorError',
  'DryRunBrokenOffError',
] as const;

export type ErrorName = (typeof errorNames)[number];

/** Step Functions takes causes of 32,768 characters, and a person far fewer. */
const longestMessage = 8_000;

/**
 * The base of every error of this project. The message is one sentence for the person on call: what
 * is wrong, where, what is allowed, what is true of the world now, and whether retrying helps.
 */
export abstract class OpsError extends Error {
  abstract override readonly name: ErrorName;

  constructor(message: string, options?: ErrorOptions) {
    super(brief(message, longestMessage), options);
  }
}

/** One mistake in an input: the path to it, the value found there and what is allowed. */
export interface Mistake {
  readonly path: string;
  readonly value: string;
  readonly allowed: string;
}

export const mistakeLine = ({ path, value, allowed }: Mistake): string =>
  `${brief(path, 120)}: ${brief(value, 120)} is not allowed; allowed: ${brief(allowed, 500)}`;

/** More of them would not fit into a message, and the first ones are corrected first. */
const mostMistakes = 10;

/** The first mistakes in one line. */
export const mistakesText = (mistakes: readonly Mistake[]): string => {
  const left = mistakes.length - mostMistakes;
  const lines = mistakes.slice(0, mostMistakes).map(mistakeLine);
  return [...lines, ...(left > 0 ? [`and ${left} more`] : [])].join('; ');
};

/** The input is wrong. Nothing was changed. Retrying the same input does not help. */
export class InvalidInputError extends OpsError {
  override readonly name = 'InvalidInputError';
  readonly mistakes: readonly Mistake[];

  constructor(what: string, mistakes: readonly Mistake[], options?: ErrorOptions) {
    super(`${what} is invalid: ${mistakesText(mistakes)}. Nothing was changed.`, options);
    this.mistakes = mistakes;
  }
}

/** The service has no catalogue entry. Nothing was changed; retrying does not help. */
export class UnknownServiceError extends OpsError {
  override readonly name = 'UnknownServiceError';
}

/** The deploy event is older than the plan accepts. Nothing was changed; send a new event. */
export class StaleEventError extends OpsError {
  override readonly name = 'StaleEventError';
}

/** The run was written by a version of this code that this one does not know. Nothing was changed. */
export class SchemaVersionError extends OpsError {
  override readonly name = 'SchemaVersionError';
}

/** Another run holds the lease of this target. Nothing was changed; retry when it has ended. */
export class LeaseHeldError extends OpsError {
  override readonly name = 'LeaseHeldError';
}

/** This run no longer owns its target: a later epoch does. It must not start another call. */
export class LostLeaseError extends OpsError {
  override readonly name = 'LostLeaseError';
}

/** The run has ended; it takes no signals and makes no changes any more. */
export class RunEndedError extends OpsError {
  override readonly name = 'RunEndedError';
}

/** No run has this id. Nothing was changed; retrying does not help. */
export class UnknownRunError extends OpsError {
  override readonly name = 'UnknownRunError';
}

/** The signal does not fit what the run is waiting for. Nothing was changed. */
export class SignalRefusedError extends OpsError {
  override readonly name = 'SignalRefusedError';
}

/** The side without traffic does not run the revision of the event. No traffic was moved. */
export class WrongRevisionError extends OpsError {
  override readonly name = 'WrongRevisionError';
}

/** The revision already has all the traffic. Nothing was changed; there is nothing to do. */
export class AlreadyLiveError extends OpsError {
  override readonly name = 'AlreadyLiveError';
}

/** The live weights are not those that this run set or expects. Nothing was overwritten. */
export class DriftError extends OpsError {
  override readonly name = 'DriftError';
}

/** The rule is sticky and the plan does not allow it, so weights would not decide. No traffic was moved. */
export class StickyRuleError extends OpsError {
  override readonly name = 'StickyRuleError';
}

/** The rule or alias has a shape that evenkeel does not move safely. No traffic was moved. */
export class UnsupportedTrafficError extends OpsError {
  override readonly name = 'UnsupportedTrafficError';
}

/** An alarm of the plan does not exist. No traffic was moved. */
export class MissingAlarmError extends OpsError {
  override readonly name = 'MissingAlarmError';
}

/** A critical metric has no data on the stable side, so nothing could be compared. No traffic was moved. */
export class MissingMetricError extends OpsError {
  override readonly name = 'MissingMetricError';
}

/** The topic has no confirmed subscription, so nobody would hear of the rollout. No traffic was moved. */
export class SubscriptionMissingError extends OpsError {
  override readonly name = 'SubscriptionMissingError';
}

/** A side is too small or unhealthy for the traffic it should get. The weights were left as they are. */
export class CapacityError extends OpsError {
  override readonly name = 'CapacityError';
}

/** Something that must be known could not be read. Nothing was changed; retrying may help. */
export class UnreadableError extends OpsError {
  override readonly name = 'UnreadableError';
}

/**
 * A change was sent and its effect is not known. The next call must be a read; retrying is safe
 * because every change is preceded by a read and converges.
 */
export class ChangeFailedError extends OpsError {
  override readonly name = 'ChangeFailedError';
}
