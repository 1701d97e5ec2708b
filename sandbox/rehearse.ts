import { setTimeout as pause } from 'node:timers/promises';
import { InvalidInputError } from '../functions/platform/errors.ts';
import type { Post } from '../functions/platform/http.ts';
import { cataloguePath } from '../functions/rollout/read-plan.ts';
import { loggedCall } from './account/call-log.ts';
import type { FaultPlan } from './account/faults.ts';
import { plantedSecrets } from './account/planted-secrets.ts';
import { createStack, type Stack, type StackOptions } from './account/stack.ts';
import type { InvariantWatch } from './invariants/probe.ts';
import { watchInvariants } from './invariants/watch.ts';
import { endOf, isOver, regressionOf, storedRuns, toldExecution } from './outcome.ts';
import { createRecording, type Recording, toVisits } from './recording.ts';
import type { LiveEvent, Rehearsal } from './rehearsal.ts';
import { installSandbox } from './runtime.ts';
import { accountOf, regionOf, type Script } from './scenarios/cast.ts';
import { scenarios } from './scenarios/catalogue.ts';
import { type ServiceFile, scriptFor } from './scenarios/read-script.ts';
import { minutes, type Scenario, type Stage } from './scenarios/scenario.ts';
import { type SetStage, setStage } from './stage.ts';

installSandbox();

/** A Tuesday morning: the rehearsals begin at the same virtual moment each time. */
const startsAt = Date.parse('2026-01-13T10:00:20Z');
/** After the last run has ended, late calls and the guardian still get time to show what they do. */
const aftermathMinutes = 3;
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

/** A scenario with everything around it, ready to be played. */
interface Staged {
  readonly script: Script;
  readonly stack: Stack;
  readonly stage: SetStage;
  readonly recording: Recording;
  readonly invariants: InvariantWatch;
  readonly seconds: () => number;
  readonly beganAt: number;
}

const setUp = async (
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
    recording.hearWeights(Math.round((shares[cast.canarySide] ?? 0) * 10) / 10);
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

/** Lets the clock follow the real one, so that what is read over the network has time to arrive. */
const followRealTime = async ({ clock }: Stack['account'], until: number, done = () => false) => {
  while (clock.now < until && !done()) {
    await clock.drive(Math.min(until, Date.now()), done);
    await pause(5);
  }
};

const playOut = async (
  scenario: Scenario,
  staged: Staged,
  { play, quietFrom = 0, live }: Additions,
): Promise<number> => {
  const { stage, stack, script, seconds, beganAt } = staged;
  const { clock, defects } = stack.account;
  const drive = (until: number, done?: () => boolean): Promise<void> =>
    live === undefined ? clock.drive(until, done) : followRealTime(stack.account, until, done);
  stage.at(1, '', () => stage.deploy({ revision: script.cast.canaryRevision, requestId: 'first' }));
  scenario.play?.(stage);
  play?.(stage);
  const horizon = beganAt + minutes(scenario.horizonMinutes) * 1000;
  await drive(horizon, () => isOver(stack, scenario.told));
  const endedAt = seconds();
  const quietAt = Math.max(clock.now, beganAt + quietFrom * 1000);
  await drive(quietAt + minutes(scenario.aftermathMinutes ?? aftermathMinutes) * 1000);
  if (defects.length > 0) throw new AggregateError(defects, 'The sandbox itself is at fault.');
  return endedAt;
};

const resultOf = (scenario: Scenario, asked: Rehearsing, staged: Staged, endedAt: number) => {
  const { stack, recording, script, invariants } = staged;
  const execution = toldExecution(stack, scenario.told);
  const run = storedRuns(stack).find(({ id }) => id === execution?.identity.name);
  const states = toVisits(recording.visitsOf.get(execution?.identity.arn ?? '') ?? []);
  const evidence = recording.evidenceOf.get(run?.id ?? '') ?? [];
  const rehearsal: Omit<Rehearsal, 'wallMs'> = {
    workflow: scenario.workflow,
    scenario: scenario.name,
    seed: asked.seed,
    ...endOf(execution, run, recording),
    states,
    calls: stack.account.log.records.map(loggedCall),
    notifications: recording.notifications,
    evidence,
    invariants: [],
    virtualSeconds: endedAt,
    expected: scenario.expected,
    story: scenario.story,
    plan: script.plan,
    startedAt: staged.beganAt,
    weights: recording.weights,
    regression: regressionOf(scenario, recording.weights, states, evidence),
    interventions: recording.interventions,
    historyEvents: execution?.history.length ?? 0,
  };
  invariants.end(JSON.stringify(rehearsal));
  return { ...rehearsal, invariants: invariants.results() };
};

/**
 * Plays a scenario in a fresh simulated account: the real machine and the real handlers on a virtual
 * clock. The same scenario, seed and service give the same rehearsal but for `wallMs`.
 *
 * @throws InvalidInputError for a service file that is no valid entry.
 */
export const rehearseWith = async (
  scenario: Scenario,
  asked: Rehearsing,
  additions: Additions = {},
): Promise<Rehearsal> => {
  const began = performance.now();
  const staged = await setUp(scenario, asked, additions);
  const endedAt = await playOut(scenario, staged, additions);
  const result = resultOf(scenario, asked, staged, endedAt);
  asked.watch?.({ kind: 'end', at: endedAt, outcome: result.outcome });
  additions.onInvariants?.(staged.invariants);
  return { ...result, wallMs: performance.now() - began };
};

/** Plays a scenario by its name. @throws InvalidInputError for a name that is not known. */
export const rehearse = async (asked: Rehearsing): Promise<Rehearsal> => {
  const scenario = scenarios.find(
    ({ workflow, name }) => workflow === asked.workflow && name === asked.scenario,
  );
  if (scenario) return rehearseWith(scenario, asked);
  throw new InvalidInputError('the rehearsal', [
    {
      path: 'scenario',
      value: JSON.stringify(asked.scenario),
      allowed: scenarios.map(({ name }) => name).join(', '),
    },
  ]);
};
