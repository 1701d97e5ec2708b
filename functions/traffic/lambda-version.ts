import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { brief } from '../platform/brief.ts';
import { readingClient } from '../platform/clients.ts';
import { UnsupportedTrafficError, WrongRevisionError } from '../platform/errors.ts';
import { isMissing, reading } from './aws-call.ts';
import { isPublished } from './domain/alias-routing.ts';
import type { SideCondition } from './domain/traffic.ts';

const lambda = readingClient(LambdaClient);

const stateText = ({ State, LastUpdateStatus }: FunctionConfiguration): string =>
  `state ${State ?? 'unknown'}, last update ${LastUpdateStatus ?? 'unknown'}`;

const isActive = (version: FunctionConfiguration): boolean =>
  version.State === 'Active' && version.LastUpdateStatus === 'Successful';

const readVersion = (name: string, version: string): Promise<FunctionConfiguration> =>
  reading(
    { what: `Version ${version} of function ${name}`, action: 'lambda:GetFunctionConfiguration' },
    (abortSignal) =>
      lambda().send(
        new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: version }),
        { abortSignal },
      ),
  );

/** @throws UnreadableError, UnsupportedTrafficError when there is no such version. */
export const readVersionCondition = async (
  name: string,
  version: string,
): Promise<SideCondition> => {
  const configuration = await readVersion(name, version);
  const count = isActive(configuration) ? 1 : 0;
  const complete = isActive(configuration) && isPublished(version);
  return {
    side: version,
    revision: configuration.Version,
    complete,
    settled: complete,
    healthy: count,
    running: count,
    desired: 1,
    because: `version ${version} of ${name}: ${brief(stateText(configuration), 300)}`,
  };
};

const readRevision = async (name: string, revision: string): Promise<FunctionConfiguration> => {
  const wrong = (because: string, cause?: unknown) =>
    new WrongRevisionError(
      `Function ${name} cannot give traffic to revision ${revision}: ${because}; no traffic was moved, and retrying helps once version ${revision} is published and active.`,
      { cause },
    );
  if (!isPublished(revision)) throw wrong('it is not the number of a published version');
  const found = await readVersion(name, revision).catch((error: Error) => {
    throw isMissing(error.cause) ? wrong('there is no such version', error.cause) : error;
  });
  if (!isActive(found)) throw wrong(brief(stateText(found), 300));
  return found;
};

const deadLettersOf = (version: FunctionConfiguration): string =>
  version.DeadLetterConfig?.TargetArn ?? 'none';

/**
 * Both versions of a weighted alias must have the same role and the same dead letters: AWS refuses
 * the routing otherwise.
 *
 * @throws WrongRevisionError, UnsupportedTrafficError, UnreadableError
 */
export const requireAPair = async (name: string, stable: string, canary: string): Promise<void> => {
  const fresh = await readRevision(name, canary);
  const current = await readVersion(name, stable);
  const differing = [
    ['role', current.Role ?? 'none', fresh.Role ?? 'none'],
    [`dead-letter target`, deadLettersOf(current), deadLettersOf(fresh)],
  ].find(([, before, after]) => before !== after);
  if (isActive(current) && differing === undefined) return;
  const because =
    differing === undefined
      ? `version ${stable} is in ${stateText(current)}, and must be Active and Successful`
      : `version ${stable} has the ${differing[0]} ${differing[1]} and version ${canary} has ${differing[2]}, and they must be the same`;
  throw new UnsupportedTrafficError(
    `Function ${name} cannot split its traffic: ${because}; no traffic was moved, and retrying does not help until that is changed.`,
  );
};
