import type { Run } from '../../../functions/runs/domain/run.ts';
import type { Stack } from '../../account/stack.ts';
import { readTemplate } from '../../account/template.ts';
import { tableReader } from '../../invariants/table-writes.ts';
import { projectRoot } from '../../runtime.ts';
import type { Stage } from '../../scenarios/scenario.ts';
import { type Intervention, siteName } from '../schedule.ts';
import type { Played } from '../subject.ts';
import type { Deed, DeedName } from './deeds.ts';

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

const toService =
  (functionName: string): Act =>
  ({ stage }) =>
    stage.invoke(functionName, { service: stage.cast.service, ...who });

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

const ring =
  (side: 'canaryAlarm' | 'sharedAlarm'): Act =>
  ({ stage: { cast, world } }) => {
    if (cast[side] !== '') world.setAlarm(cast[side], 'ALARM', 'Threshold crossed');
  };

/** Rings, is quiet and rings again within seconds: three events on their way at once. */
const flap: Act = ({ stage: { cast, world }, stack }) => {
  if (cast.canaryAlarm === '') return;
  (['ALARM', 'OK', 'ALARM', 'OK'] as const).forEach((state, index) => {
    stack.account.clock.after(index * 3_000, () =>
      world.setAlarm(cast.canaryAlarm, state, 'it flaps'),
    );
  });
};

const setWeights: Act = ({ stage: { cast, world } }, deed) => {
  if (deed.do !== 'set-weights') return;
  const weights = { [cast.stableSide]: 100 - deed.canary, [cast.canarySide]: deed.canary };
  world.setWeightsByHand(weights, 'terraform');
};

const changeTasks: Act = ({ stage: { cast, world } }, deed) => {
  if (!('side' in deed) || cast.target.kind !== 'alb') return;
  const side = deed.side === 'stable' ? cast.stableSide : cast.canarySide;
  if (deed.do === 'scale') world.scale(side, deed.tasks);
  else world.setHealth(side, deed.healthy);
};

/** The same code anew: what is under way keeps its version, everything else gets the next one. */
const deployEvenkeel: Act = ({ stack: { account } }) => {
  for (const { name } of readTemplate(projectRoot).functions)
    account.functions.publishVersion(name);
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

const acts: Readonly<Record<DeedName, Act>> = {
  abort: toRun('abort-run', () => ({})),
  hold: toRun('signal-run', () => ({ signal: 'hold' })),
  'finish-now': toRun('signal-run', ({ gate }) => ({
    signal: 'finish-now',
    step: gate?.step ?? 10,
  })),
  approve: answer('approve'),
  'approve-other-gate': toRun('approve-run', () => ({ answer: 'approve', gate: 'approval-99' })),
  decline: answer('decline'),
  resume: toGate('resume'),
  'skip-wait': toGate('skip-wait'),
  extend: toGate('extend'),
  'release-lease': toService('release-lease'),
  'retry-rollback': toService('retry-rollback'),
  guard: ({ stage }) => stage.invoke('guard-runs', {}),
  'stop-execution': stop,
  'redrive-execution': redrive,
  'canary-alarm': ring('canaryAlarm'),
  'shared-alarm': ring('sharedAlarm'),
  'flapping-alarm': flap,
  'deploy-again': deploy('first'),
  'deploy-newer': deploy('newer'),
  'deploy-unknown': deployUnknown,
  'deploy-evenkeel': deployEvenkeel,
  'replace-canary': ({ stage: { cast, world } }) =>
    world.deploy(cast.canarySide, cast.nextRevision, 30),
  'set-weights': setWeights,
  'set-health': changeTasks,
  scale: changeTasks,
};

const sceneOf = (stage: Stage, stack: Stack): Scene => {
  const id = stage.runId();
  const item = id === '' ? undefined : tableReader(stack).item(`run#${id}`, 'run');
  return { stage, stack, run: item as Run<unknown> | undefined };
};

/** Plays interventions as parts of a rehearsal. */
export const playInterventions =
  (interventions: readonly Intervention[], { stack, tell, onCall }: Played) =>
  (stage: Stage): void => {
    for (const { when, ...deed } of interventions) {
      const play = () => {
        tell(deed.do);
        acts[deed.do](sceneOf(stage, stack()), deed);
      };
      if ('at' in when) stage.at(when.at, deed.do, play);
      else if ('call' in when) onCall(siteName(when.call), play);
      else
        stage.onState(when.state, when.nth, '', () => {
          stack().account.clock.after(when.afterSeconds * 1_000, play);
        });
    }
  };
