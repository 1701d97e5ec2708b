import { GetProvisionedConcurrencyConfigCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { readingClient } from '../platform/clients.ts';
import { UnsupportedTrafficError } from '../platform/errors.ts';
import { readAlias } from './alias.ts';
import { reading, thrownName } from './aws-call.ts';
import { isPublished } from './domain/alias-routing.ts';
import type { LambdaAliasTarget } from './domain/target.ts';

const lambda = readingClient(LambdaClient);

const isNotConfigured = (thrown: unknown): boolean =>
  thrownName(thrown) === 'ProvisionedConcurrencyConfigNotFoundException';

const hasProvisionedConcurrency = (target: LambdaAliasTarget): Promise<boolean> =>
  reading(
    {
      what: `The provisioned concurrency of alias ${target.function}:${target.alias}`,
      action: 'lambda:GetProvisionedConcurrencyConfig',
    },
    (abortSignal) =>
      lambda()
        .send(
          new GetProvisionedConcurrencyConfigCommand({
            FunctionName: target.function,
            Qualifier: target.alias,
          }),
          { abortSignal },
        )
        .then(
          () => true,
          (thrown: unknown) => {
            if (isNotConfigured(thrown)) return false;
            throw thrown;
          },
        ),
  );

const unsupported = (target: LambdaAliasTarget, because: string): UnsupportedTrafficError =>
  new UnsupportedTrafficError(
    `Alias ${target.function}:${target.alias} ${because}; no traffic was moved, and retrying does not help until the alias is changed.`,
  );

/**
 * Refuses an alias that cannot be moved safely.
 *
 * @throws UnsupportedTrafficError, UnreadableError
 */
export const checkAlias = async (target: LambdaAliasTarget): Promise<void> => {
  const { routing } = await readAlias(target);
  const versions = [routing.version, ...Object.keys(routing.additional)];
  const unpublished = versions.filter((version) => !isPublished(version));
  if (unpublished.length > 0)
    throw unsupported(
      target,
      `routes to ${unpublished.join(', ')}, and only published versions are allowed`,
    );
  // Lambda moves such an alias gradually by itself, shows weights of its own meanwhile, and cannot
  // provision for an alias with weights.
  if (await hasProvisionedConcurrency(target))
    throw unsupported(
      target,
      'has provisioned concurrency, with which Lambda shifts the traffic on its own schedule; allowed: an alias without it',
    );
};
