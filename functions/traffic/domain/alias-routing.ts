import { rounded } from './shares.ts';
import type { Sides, Split } from './traffic.ts';

/** Where a Lambda alias sends its invocations. */
export interface AliasRouting {
  /** The alias's own version, which gets what the additional ones leave. */
  readonly version: string;
  /** Additional versions with their share, from 0 to 1. */
  readonly additional: Readonly<Record<string, number>>;
}

/** Only a published version has a number; `$LATEST` changes under the alias. */
export const isPublished = (version: string): boolean => /^[1-9]\d*$/.test(version);

/**
 * The routing that gives the canary its share. At 100 the canary is the alias's version and nothing
 * is additional, so that the next run finds one version with all the traffic; below it the alias's
 * version is stable, also after a promotion that is taken back.
 */
export const routingFor = (sides: Sides, share: number): AliasRouting => {
  if (share === 100) return { version: sides.canary, additional: {} };
  return {
    version: sides.stable,
    additional: share === 0 ? {} : { [sides.canary]: share / 100 },
  };
};

/** Not the same as the same shares: an alias at 41 with 100 % for 42 is not promoted. */
export const isSameRouting = (a: AliasRouting, b: AliasRouting): boolean => {
  const [ours, theirs] = [Object.entries(a.additional), Object.entries(b.additional)];
  return (
    a.version === b.version &&
    ours.length === theirs.length &&
    ours.every(
      ([version, weight]) => rounded(weight * 100) === rounded((b.additional[version] ?? -1) * 100),
    )
  );
};

/** The shares of a routing, those of unpublished versions as foreign ones. */
export const splitOfRouting = (routing: AliasRouting): Pick<Split, 'shares' | 'foreign'> => {
  const additional = Object.entries(routing.additional).map(
    ([version, weight]) => [version, rounded(weight * 100)] as const,
  );
  const rest = rounded(100 - additional.reduce((sum, [, share]) => sum + share, 0));
  const all = [[routing.version, rest] as const, ...additional];
  return {
    shares: Object.fromEntries(all.filter(([version]) => isPublished(version))),
    foreign: Object.fromEntries(all.filter(([version]) => !isPublished(version))),
  };
};
