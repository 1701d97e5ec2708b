import { Clock } from '../../../sandbox/clock.ts';
import { type Execution, startExecution } from '../../../sandbox/engine/execution.ts';
import { loadMachine } from '../../../sandbox/engine/load.ts';
import type { Outside } from '../../../sandbox/engine/outside.ts';
import { seeded } from '../../../sandbox/random.ts';
import type { Script } from '../../support/engine/a-case.ts';
import { playScript } from '../../support/engine/script.ts';

export const noon = Date.UTC(2026, 0, 31, 12);

export interface Setting {
  readonly input?: unknown;
  readonly functions?: Script;
  readonly historyLimit?: number;
  readonly transitionMilliseconds?: number;
  readonly seed?: number;
  /** Instead of the functions. */
  readonly invokeFunction?: Outside['invokeFunction'];
  /** What somebody outside does at some second. */
  readonly meanwhile?: readonly {
    readonly at: number;
    readonly does: (execution: Execution, token: string) => void;
  }[];
}

const identity = {
  arn: 'arn:aws:states:eu-west-1:123456789012:execution:rollout:run-1',
  name: 'run-1',
  machineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:rollout',
  machineName: 'rollout',
  roleArn: 'arn:aws:iam::123456789012:role/rollout',
  startedAt: noon,
};

const tokenIn = (payload: unknown): string | undefined => Object(payload).token;

/** Drives an execution to its end, or until nothing is left to happen. */
const driven = async (execution: Execution, clock: Clock): Promise<void> => {
  let mistake: unknown;
  execution.done.catch((thrown: unknown) => {
    mistake = thrown;
  });
  await clock.drive(Number.POSITIVE_INFINITY);
  if (mistake !== undefined) throw mistake;
};

/** Runs a machine on the engine alone, to look at the execution itself. */
export const runMachine = async (definition: unknown, setting: Setting = {}) => {
  const { input = {}, functions = {}, seed = 1, meanwhile = [], ...outside } = setting;
  const clock = new Clock(noon);
  const states: string[] = [];
  const { invoke, invocations } = playScript(functions, {
    now: () => clock.now,
    sleep: (milliseconds) => clock.sleep(milliseconds),
    tell: () => {},
  });
  const execution = startExecution(
    loadMachine(definition),
    { ...identity, input },
    {
      clock,
      random: seeded(seed),
      region: 'eu-west-1',
      invokeFunction: invoke,
      onStateEntered: (name) => states.push(name),
      ...outside,
    },
  );
  for (const { at, does } of meanwhile)
    clock.at(noon + at * 1_000, () =>
      does(execution, invocations.map(({ payload }) => tokenIn(payload)).findLast(Boolean) ?? ''),
    );
  await driven(execution, clock);
  return {
    execution,
    states,
    invocations,
    types: execution.history.map(({ type }) => type),
    seconds: ((execution.stoppedAt ?? clock.now) - noon) / 1_000,
  };
};
