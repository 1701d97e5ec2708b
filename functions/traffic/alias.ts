import { GetAliasCommand, LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { changingClient, readingClient } from '../platform/clients.ts';
import { DriftError, UnreadableError, UnsupportedTrafficError } from '../platform/errors.ts';
import { changeError, reading, thrownName } from './aws-call.ts';
import type { AliasRouting } from './domain/alias-routing.ts';
import type { LambdaAliasTarget } from './domain/target.ts';

const reader = readingClient(LambdaClient);
const changer = changingClient(LambdaClient);

export interface Alias {
  readonly routing: AliasRouting;
  /** Changes with every update of the alias; an update that names an older one is refused. */
  readonly revisionId: string;
}

const subjectOf = (target: LambdaAliasTarget): string => `Alias ${target.function}:${target.alias}`;

/** Shares, up to what their floating point adds to a sum. */
const areShares = (weights: readonly number[]): boolean =>
  weights.every((weight) => weight >= 0) &&
  weights.reduce((sum, weight) => sum + weight, 0) <= 1 + 1e-9;

/** @throws UnreadableError, UnsupportedTrafficError when there is no such alias. */
export const readAlias = async (target: LambdaAliasTarget): Promise<Alias> => {
  const what = subjectOf(target);
  const answer = await reading({ what, action: 'lambda:GetAlias' }, (abortSignal) =>
    reader().send(new GetAliasCommand({ FunctionName: target.function, Name: target.alias }), {
      abortSignal,
    }),
  );
  const { FunctionVersion: version, RevisionId: revisionId, RoutingConfig } = answer;
  const additional = RoutingConfig?.AdditionalVersionWeights ?? {};
  if (!areShares(Object.values(additional)))
    throw new UnsupportedTrafficError(
      `${what} has the weights ${JSON.stringify(additional)}, which are no shares of 1; this read changed nothing, and retrying does not help until they are.`,
    );
  if (version !== undefined && revisionId !== undefined)
    return { routing: { version, additional }, revisionId };
  throw new UnreadableError(
    `${what} could not be read: the answer lacks FunctionVersion or RevisionId; this read changed nothing, and retrying may help.`,
  );
};

/**
 * Sets version and additional weights in one update. The weights are always sent, because an update
 * without them keeps the old ones.
 *
 * @throws DriftError when the alias is not at this revision; ChangeFailedError when the effect is
 * unknown.
 */
export const writeRouting = async (
  target: LambdaAliasTarget,
  routing: AliasRouting,
  revisionId: string,
): Promise<void> => {
  const update = new UpdateAliasCommand({
    FunctionName: target.function,
    Name: target.alias,
    FunctionVersion: routing.version,
    RoutingConfig: { AdditionalVersionWeights: { ...routing.additional } },
    RevisionId: revisionId,
  });
  const what = subjectOf(target);
  try {
    await changer().send(update);
  } catch (thrown) {
    if (thrownName(thrown) !== 'PreconditionFailedException')
      throw changeError({ what, action: 'lambda:UpdateAlias' }, thrown);
    throw new DriftError(
      `${what} was changed after it was read, and Lambda refused the update; nothing was overwritten, and retrying helps only with a new read.`,
      { cause: thrown },
    );
  }
};
