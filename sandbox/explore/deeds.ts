import type { Run } from '../../functions/runs/domain/run.ts';
import type { Stack } from '../account/stack.ts';
import { tableReader } from '../invariants/table-writes.ts';
import type { Stage } from '../scenarios/scenario.ts';
import type { Deed, Intervention } from './schedule.ts';

const who = { who: 'alice', why: 'exploration' } as const;

/** Where a deed is done; `run` is the one that was started last. */
interface Scene {
  readonly stage: Stage;
  readonly stack: Stack;
  readonly run: Run<unknown> | undefined;
}

type Act = (scene: Scene, deed: Deed) => void;

const toRun =
  (functionName: string, inputOf: (run: Run<unknown>) => Readonly<Record<string, unknown>>): Act =>
  ({ stage, run }) => {
    if (run) stage.invoke(functionName, { run: run.id, ...who, ...inputOf(run) });
  };

/** What a gate is asked; without one open, a gate that is closed. */
const gateOf = (run: Run<unknown>): string => run.gate?.id ?? 'hold-1';

const toGate = (signal: 'resume' | 'skip-wait' | 'extend'): Act =>
  toRun('signal-run', (run) => ({ signal, gate: gateOf(run) }));

const answer = (given: 'approve' | 'decline'): Act =>
  toRun('approve-run', (run) => ({ answer: given, gate: gateOf(run) }));

const redrive: Act = ({ stack, run }) => {
  if (!run) return;
  const { executionArn } = run;
  try {
    stack.account.callAs('operator', 'SFN', 'RedriveExecution', { executionArn });
  } catch (error) {
    if ((error as Error).name !== 'ExecutionNotRedrivable') throw error;
  }
};

const stop: Act = ({ stage }) => {
  if (stage.runId() !== '') stage.stopExecution();
};

const ring: Act = ({ stage: { cast, world } }) => {
  if (cast.canaryAlarm !== '') world.setAlarm(cast.canaryAlarm, 'ALARM', 'Threshold crossed');
};

const setWeights: Act = ({ stage: { cast, world } }, deed) => {
  if (deed.do !== 'set-weights') return;
  const weights = { [cast.stableSide]: 100 - deed.canary, [cast.canarySide]: deed.canary };
  world.setWeightsByHand(weights, 'terraform');
};

const setHealth: Act = ({ stage: { cast, world } }, deed) => {
  if (deed.do !== 'set-health' || cast.target.kind !== 'alb') return;
  world.setHealth(deed.side === 'stable' ? cast.stableSide : cast.canarySide, deed.healthy);
};

const deploy =
  (requestId: 'first' | 'newer'): Act =>
  ({ stage }) => {
    const { canaryRevision, nextRevision } = stage.cast;
    stage.deploy({ requestId, revision: requestId === 'first' ? canaryRevision : nextRevision });
  };

const deployUnknown: Act = ({ stack }) => {
  const named = { service: 'unknown', revision: 'unknown:1', requestId: 'unknown' };
  stack.account.bus.publish({
    source: 'evenkeel',
    'detail-type': 'Deploy Requested',
    detail: { ...named, who: 'ci', why: 'a service that is not in the catalogue' },
  });
};

const acts: Readonly<Record<Deed['do'], Act>> = {
  abort: toRun('abort-run', () => ({})),
  hold: toRun('signal-run', () => ({ signal: 'hold' })),
  'finish-now': toRun('signal-run', ({ gate }) => ({
    signal: 'finish-now',
    step: gate?.step ?? 10,
  })),
  approve: answer('approve'),
  decline: answer('decline'),
  resume: toGate('resume'),
  'skip-wait': toGate('skip-wait'),
  extend: toGate('extend'),
  'release-lease': ({ stage }) =>
    stage.invoke('release-lease', { service: stage.cast.service, ...who }),
  guard: ({ stage }) => stage.invoke('guard-runs', {}),
  'stop-execution': stop,
  'redrive-execution': redrive,
  'canary-alarm': ring,
  'deploy-again': deploy('first'),
  'deploy-newer': deploy('newer'),
  'deploy-unknown': deployUnknown,
  'replace-canary': ({ stage: { cast, world } }) =>
    world.deploy(cast.canarySide, cast.nextRevision, 30),
  'set-weights': setWeights,
  'set-health': setHealth,
};

const sceneOf = (stage: Stage, stack: Stack): Scene => {
  const id = stage.runId();
  const item = id === '' ? undefined : tableReader(stack).item(`run#${id}`, 'run');
  return { stage, stack, run: item as Run<unknown> | undefined };
};

/** Plays interventions as parts of a rehearsal. */
export const playInterventions =
  (interventions: readonly Intervention[], stack: () => Stack) =>
  (stage: Stage): void => {
    for (const { when, ...deed } of interventions) {
      const play = () => acts[deed.do](sceneOf(stage, stack()), deed);
      if ('at' in when) stage.at(when.at, deed.do, play);
      else
        stage.onState(when.state, when.nth, '', () => {
          stack().account.clock.after(when.afterSeconds * 1_000, play);
        });
    }
  };
