import { Clock } from '../../../sandbox/clock.ts';
import { type Execution, startExecution } from '../../../sandbox/engine/execution.ts';
import { loadMachine } from '../../../sandbox/engine/load.ts';
import type { InvocationOutcome } from '../../../sandbox/engine/outside.ts';
import { seeded } from '../../../sandbox/random.ts';

export const noon = Date.UTC(2026, 0, 31, 12);

/** What a function of a test does when it is invoked for the nth time. */
export interface Play {
  readonly answers?: unknown;
  readonly throws?: string;
  /** Virtual seconds that the invocation takes. */
  readonly takes?: number;
  readonly isKilled?: boolean;
  /** The sandbox itself fails to invoke. */
  readonly isBroken?: boolean;
}

export interface Invocation {
  readonly at: number;
  readonly functionArn: string;
  readonly payload: unknown;
}

export interface Setting {
  readonly input?: unknown;
  /** By function name; the last play is repeated. */
  readonly functions?: Readonly<Record<string, readonly Play[]>>;
  readonly historyLimit?: number;
  readonly transitionMilliseconds?: number;
  readonly seed?: number;
  /** What somebody outside does at some second. */
  readonly meanwhile?: readonly {
    readonly at: number;
    readonly does: (execution: Execution, token: string) => void;
  }[];
}

const causeOf = (errorType: string): string =>
  JSON.stringify({ errorType, errorMessage: `${errorType} happened`, trace: [] });

/** A JSONata machine of these states that begins with the first. */
export const aMachine = (states: Record<string, object>, more: object = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
});

/** A task that invokes the function of this name with the state's input. */
export const aTask = (name: string, more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
  ...('Next' in more ? {} : { End: true }),
  ...more,
});

/** A task that hands its token to the function `listen` and waits for the answer. */
export const aTokenTask = (more: object = {}) => ({
  ...aTask('listen', more),
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: 'listen', Payload: { token: '{% $states.context.Task.Token %}' } },
});

const tokenIn = (payload: unknown): string | undefined =>
  typeof payload === 'object' && payload !== null && 'token' in payload
    ? String(payload.token)
    : undefined;

/** Runs a machine to its end, or until nothing is left to happen. */
export const runMachine = async (definition: unknown, setting: Setting = {}) => {
  const clock = new Clock(noon);
  const seconds = (): number => (clock.now - noon) / 1_000;
  const invocations: Invocation[] = [];
  const states: string[] = [];
  const counts = new Map<string, number>();
  const invokeFunction = async (name: string, payload: unknown): Promise<InvocationOutcome> => {
    invocations.push({ at: seconds(), functionArn: name, payload });
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    const plays = setting.functions?.[name] ?? [];
    const play = plays[count] ?? plays.at(-1) ?? {};
    if (play.isBroken) throw new TypeError('a mistake of the sandbox');
    if (play.isKilled) return new Promise(() => {});
    if (play.takes !== undefined) await clock.sleep(play.takes * 1_000);
    if (play.throws !== undefined) return { error: play.throws, cause: causeOf(play.throws) };
    return { payload: play.answers };
  };
  const execution = startExecution(
    loadMachine(definition),
    {
      arn: 'arn:aws:states:eu-west-1:123456789012:execution:rollout:run-1',
      name: 'run-1',
      input: setting.input ?? {},
      machineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:rollout',
      machineName: 'rollout',
      roleArn: 'arn:aws:iam::123456789012:role/rollout',
      startedAt: noon,
    },
    {
      clock,
      random: seeded(setting.seed ?? 1),
      region: 'eu-west-1',
      invokeFunction,
      historyLimit: setting.historyLimit,
      transitionMilliseconds: setting.transitionMilliseconds,
      onStateEntered: (name) => states.push(name),
    },
  );
  for (const { at, does } of setting.meanwhile ?? [])
    clock.at(noon + at * 1_000, () =>
      does(execution, invocations.map(({ payload }) => tokenIn(payload)).findLast(Boolean) ?? ''),
    );
  let mistake: unknown;
  execution.done.catch((thrown: unknown) => {
    mistake = thrown;
  });
  await clock.drive(Number.POSITIVE_INFINITY);
  if (mistake !== undefined) throw mistake;
  return {
    execution,
    states,
    invocations,
    types: execution.history.map(({ type }) => type),
    seconds: ((execution.stoppedAt ?? clock.now) - noon) / 1_000,
  };
};
