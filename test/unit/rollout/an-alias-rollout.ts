import { PreconditionFailedException } from '@aws-sdk/client-lambda';
import type { Context } from 'aws-lambda';
import type { Phase, RolloutDetail } from '../../../functions/rollout/domain/detail.ts';
import { commitAlways } from '../../../functions/runs/commit.ts';
import type { Run } from '../../../functions/runs/domain/run.ts';
import { readRun } from '../../../functions/runs/record.ts';
import type { Service } from '../../../sandbox/account/service.ts';
import { aPlan } from '../../support/a-plan.ts';
import { aDetail, anIntent } from '../../support/a-run.ts';
import { anOwnedRun, aStore, type Store } from '../runs/a-store.ts';

/** An alias of version 41 that tests change, and whose calls they let fail. */
export interface Alias {
  weights: Record<string, number>;
  /** What the new version is in, such as `Active`. */
  state: string;
  isUnreadable: boolean;
  /** Somebody else changes it between the read and the write. */
  isChanged: boolean;
  updates: number;
}

const serviceOf = (alias: Alias): Service => ({
  GetAlias: () => {
    if (alias.isUnreadable) throw Object.assign(new Error('later'), { name: 'AccessDenied' });
    return {
      FunctionVersion: '41',
      RevisionId: 'revision-1',
      RoutingConfig: { AdditionalVersionWeights: alias.weights },
    };
  },
  UpdateAlias: ({ RoutingConfig }) => {
    if (alias.isChanged)
      throw new PreconditionFailedException({ $metadata: {}, message: 'changed' });
    alias.updates += 1;
    alias.weights = RoutingConfig.AdditionalVersionWeights;
    return {};
  },
  GetFunctionConfiguration: ({ Qualifier }) => ({
    Version: Qualifier,
    State: Qualifier === '42' ? alias.state : 'Active',
    LastUpdateStatus: 'Successful',
  }),
});

export const anAlias = (
  weights: Record<string, number> = {},
): { alias: Alias; service: Service } => {
  const alias = { weights, state: 'Active', isUnreadable: false, isChanged: false, updates: 0 };
  return { alias, service: serviceOf(alias) };
};

export const aliasPlan = (rollout: object = {}) =>
  aPlan({ ...rollout }, { traffic: { kind: 'lambda-alias', function: 'checkout', alias: 'live' } });

/** The detail of a rollout of version 42 that has the alias's version 41 for its stable side. */
export const aliasDetail = (phase: Phase, changes: Partial<RolloutDetail> = {}): RolloutDetail =>
  aDetail(phase, {
    plan: aliasPlan(),
    revision: '42',
    sides: { stable: '41', canary: '42' },
    fullTasks: 1,
    ...changes,
  });

/** A rollout of an alias before its first shift, in a phase of its own. */
export const anAliasRollout = async (phase: Phase, changes: Partial<RolloutDetail> = {}) => {
  const { alias, service } = anAlias();
  const store = aStore({ services: { Lambda: service } });
  const detail = aliasDetail(phase, { live: undefined, firstShiftAt: undefined, ...changes });
  const run = await anOwnedRun(store, { detail });
  return { store, alias, run };
};

/** The same after it has declared a shift to a weight. */
export const declared = async (
  { store, run }: { readonly store: Store; readonly run: Run<RolloutDetail> },
  weight: number,
): Promise<void> => {
  const { direction, goal } = anIntent(weight);
  await store.within(() => commitAlways(run, { intent: { direction, goal } }));
};

type Handler = (event: unknown, context: Context) => Promise<unknown>;

export const attempt = (store: Store, handler: Handler, retry = 0): Promise<unknown> =>
  store.within(() =>
    handler({ run: { id: 'checkout-1', epoch: 1 }, entry: 5, retry }, {} as Context),
  );

export const read = (store: Store) => store.within(() => readRun<RolloutDetail>('checkout-1'));
