import { GetAliasCommand, LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { changingClient, readingClient } from '../platform/clients.ts';
import { DriftError, UnreadableError } from '../platform/errors.ts';
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

/** @throws UnreadableError, UnsupportedTrafficError when there is no such alias. */
export const readAlias = async (target: LambdaAliasTarget): Promise<Alias> => {
  const what = subjectOf(target);
  const answer = await reading({ what, action: 'lambda:GetAlias' }, () =>
    reader().send(new GetAliasCommand({ FunctionName: target.function, Name: target.alias })),
  );
  const { FunctionVersion: version, RevisionId: revisionId, RoutingConfig } = answer;
  if (version !== undefined && revisionId !== undefined)
    return {
      routing: { version, additional: RoutingConfig?.AdditionalVersionWeights ?? {} },
      revisionId,
    };
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
