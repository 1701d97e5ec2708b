import type { LambdaAliasTarget } from '../../functions/traffic/domain/target.ts';
import type { AliasState, FunctionState, VersionState } from '../account/lambda/function-state.ts';
import { lambdaControl } from '../account/lambda/lambda.ts';
import type { Surroundings } from '../account/service.ts';
import { type FrontAtStart, type Ground, trailParameters } from './front.ts';
import type { HandChange } from './listeners.ts';
import { measureLambda } from './measure-lambda.ts';
import { Routing, type RoutingState, shareOut } from './routing.ts';

type AliasRouting = Omit<AliasState, 'revisionId'>;

const routingOf = ({ version, additional }: AliasRouting): RoutingState => {
  const given = Object.values(additional).reduce((sum, weight) => sum + weight, 0);
  const weights = { [version]: 1 - given, ...additional };
  return { shares: shareOut(weights), members: Object.keys(weights), stickyMs: 0 };
};

/** Version ids look like AWS's, and are the same in every run of a seed. */
const revisionIds = ({ random }: Surroundings): (() => string) => {
  const source = random.fork('alias revision ids');
  const hex = (digits: number) =>
    Math.floor(source.next() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
};

const versionsOf = ({ setup, surroundings, fleets, newFleet }: Ground) => {
  const versions = new Map<string, VersionState>();
  const add = (version: string) => {
    const role =
      setup.lambda?.roles?.[version] ?? `arn:aws:iam::${surroundings.accountId}:role/function`;
    versions.set(version, { version, role, publishedAt: surroundings.clock.now });
    fleets.set(version, newFleet(version, 1));
  };
  add(setup.revisions.stable);
  add(setup.revisions.canary);
  return { versions, add };
};

/** Weights in percent become one version and at most one further one. */
const aliasRouting = (weights: Readonly<Record<string, number>>, current: string): AliasRouting => {
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  const used = Object.entries(weights).filter(([, weight]) => weight > 0);
  const main = used.some(([version]) => version === current) ? current : (used[0]?.[0] ?? current);
  const others = used
    .filter(([version]) => version !== main)
    .map(([version, weight]) => [version, weight / sum] as const);
  return { version: main, additional: Object.fromEntries(others) };
};

const requireKnown = (state: FunctionState, weights: Readonly<Record<string, number>>): void => {
  for (const version of Object.keys(weights)) {
    if (state.versions.has(version)) continue;
    const known = [...state.versions.keys()].join(', ');
    throw new Error(`there is no version ${version} of ${state.name}; there are ${known}`);
  }
};

const setByHand = (
  state: FunctionState,
  weights: Readonly<Record<string, number>>,
  who: string,
): HandChange => {
  requireKnown(state, weights);
  const { version, additional } = aliasRouting(weights, state.alias().version);
  state.replaceAlias({ version, additional });
  const { accountId, region } = state.surroundings;
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${state.name}:${state.aliasName}`;
  const input = {
    FunctionName: state.name,
    Name: state.aliasName,
    FunctionVersion: version,
    RoutingConfig: { AdditionalVersionWeights: additional },
  };
  return {
    eventSource: 'lambda.amazonaws.com',
    // Lambda's calls carry the date of their API version in CloudTrail.
    eventName: 'UpdateAlias20150331',
    who,
    resource: arn,
    requestParameters: trailParameters(input) as Readonly<Record<string, unknown>>,
  };
};

/** An alias that routes between published versions; each version is a side of its own. */
export const lambdaFront = (ground: Ground, target: LambdaAliasTarget): FrontAtStart => {
  const { setup, surroundings, route } = ground;
  const { versions, add } = versionsOf(ground);
  const freshId = revisionIds(surroundings);
  let alias: AliasState = {
    version: setup.revisions.stable,
    additional: {},
    revisionId: freshId(),
  };
  const state: FunctionState = {
    name: target.function,
    aliasName: target.alias,
    surroundings,
    tags: setup.tags ?? {},
    versions,
    provisionedConcurrency: setup.lambda?.provisionedConcurrency,
    alias: () => alias,
    replaceAlias: (routing) => {
      alias = { ...routing, revisionId: freshId() };
      route(routingOf(routing));
    },
  };
  return {
    routing: new Routing(routingOf(alias)),
    front: {
      services: { Lambda: lambdaControl(state) },
      measure: measureLambda(target),
      setWeights: (weights, who) => setByHand(state, weights, who),
      deploy: (_, revision) => add(revision),
    },
  };
};
