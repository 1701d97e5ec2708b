import type { Post } from '../functions/platform/http.ts';
import { cataloguePath } from '../functions/rollout/read-plan.ts';
import type { FaultPlan } from './account/faults.ts';
import { plantedSecrets } from './account/planted-secrets.ts';
import { createStack, type Stack, type StackOptions } from './account/stack.ts';
import type { InvariantWatch } from './invariants/probe.ts';
import { watchInvariants } from './invariants/watch.ts';
import { createRecording, type Recording } from './recording.ts';
import type { LiveEvent } from './rehearsal.ts';
import { accountOf, regionOf, type Script } from './scenarios/cast.ts';
import { type ServiceFile, scriptFor } from './scenarios/read-script.ts';
import type { Scenario, Stage } from './scenarios/scenario.ts';
import { type SetStage, setStage } from './stage.ts';

/** A Tuesday morning: the rehearsals begin at the same virtual moment each time. */
const startsAt = Date.parse('2026-01-13T10:00:20Z');
/** Enough traffic for every default metric to be judged on a tenth of it. */
const requestsPerMinute = 3_000;

export interface Rehearsing extends ServiceFile {
  readonly workflow: string;
  readonly scenario: string;
  readonly seed: number;
  readonly watch?: (event: LiveEvent) => void;
}

/** What makes a rehearsal one in real time, with a real server to read metrics from. */
export interface Live {
  readonly post: Post;
  /** Hears of the live shares of all sides, in percent, whenever they change. */
  readonly onShares: (shares: Readonly<Record<string, number>>) => void;
}

/** What an exploration adds to a scenario. */
export interface Additions extends Pick<StackOptions, 'functionFaults' | 'deliveries'> {
  readonly faults?: FaultPlan;
  readonly live?: Live;
  /** The rehearsal goes on until some time after this virtual second, from which on all is well. */
  readonly quietFrom?: number;
  readonly play?: (stage: Stage) => void;
  /** Hears of the stack before anything has happened in it. */
  readonly onStack?: (stack: Stack) => void;
  /** Hears of broken invariants at the end. */
  readonly onInvariants?: (watch: InvariantWatch) => void;
}

const worldOf = (scenario: Scenario, { plan, cast }: Script): StackOptions['world'] => ({
  target: plan.traffic,
  stableSide: cast.stableSide,
  revisions: {
    stable: cast.stableRevision,
    canary: scenario.deployed?.(cast) ?? cast.canaryRevision,
  },
  traffic: { requestsPerMinute },
  alarms: plan.alarms.map(({ name }) => ({ name, state: 'OK' as const })),
  ...scenario.world?.(cast),
});

const tenths = (percent: number): number => Math.round(percent * 10) / 10;

/** What is routed to neither of the two sides, in percent. */
const othersIn = (shares: Readonly<Record<string, number>>, { cast }: Script): number =>
  tenths(
    Object.entries(shares)
      .filter(([side]) => side !== cast.canarySide && side !== cast.stableSide)
      .reduce((sum, [, share]) => sum + share, 0),
  );

/** A scenario with everything around it, ready to be played. */
export interface Staged {
  readonly script: Script;
  readonly stack: Stack;
  readonly stage: SetStage;
  readonly recording: Recording;
  readonly invariants: InvariantWatch;
  readonly seconds: () => number;
  readonly beganAt: number;
}

/**
 * Builds a fresh simulated account with the scenario's world, and everything that watches it.
 *
 * @throws InvalidInputError for a service file that is no valid entry.
 */
export const setUp = async (
  scenario: Scenario,
  asked: Rehearsing,
  { faults, functionFaults, deliveries, onStack, live }: Additions,
): Promise<Staged> => {
  const script = await scriptFor(scenario, asked, live !== undefined);
  const beganAt = live === undefined ? startsAt : Date.now();
  const { plan, cast } = script;
  const later: { stage?: SetStage; stack?: Stack } = {};
  const seconds = (): number => ((later.stack?.account.clock.now ?? beganAt) - beganAt) / 1000;
  const recording = createRecording(seconds, asked.watch ?? (() => {}));
  const stack = await createStack({
    seed: asked.seed,
    startsAt: beganAt,
    post: live?.post,
    region: regionOf(plan.traffic),
    accountId: accountOf(plan.traffic),
    world: worldOf(scenario, script),
    shippedFiles: new Map([[cataloguePath(plan.service), script.text]]),
    faults: (site) => faults?.(site) ?? scenario.faults?.(site),
    functionFaults,
    deliveries,
    machine: scenario.machine,
    historyLimit: scenario.historyLimit,
    onStateEntered: (arn, name) => {
      recording.hearEntered(arn, name);
      later.stage?.cueState(name);
    },
    onStateExited: recording.hearExited,
    onPublish: (message) => later.stage?.cueMessage(recording.hearPublished(message)),
  });
  later.stack = stack;
  const { account, world } = stack;
  const newest = () => [...stack.stepFunctions.executions.values()].at(-1)?.identity;
  const stage = setStage({
    stack,
    cast,
    runId: () => newest()?.name ?? '',
    executionArn: () => newest()?.arn ?? '',
    note: recording.note,
  });
  later.stage = stage;
  onStack?.(stack);
  account.log.observe(recording.hearCall);
  world.onChange(({ who }) => recording.hearHand(who));
  world.onWeights((shares) => {
    live?.onShares(shares);
    const canary = tenths(shares[cast.canarySide] ?? 0);
    recording.hearWeights(canary, othersIn(shares, script));
  });
  const invariants = watchInvariants({
    account,
    tableName: stack.tableName,
    published: stack.sns.published,
    executions: stack.stepFunctions.executions,
    target: plan.traffic,
    world,
    startsOnTime: functionFaults?.start === undefined,
    secrets: plantedSecrets,
  });
  return { script, stack, stage, recording, invariants, seconds, beganAt };
};
