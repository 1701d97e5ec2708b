import { StateFailure } from '../failure.ts';
import type { InvocationOutcome } from '../outside.ts';
import { record, type Visit } from '../visit.ts';

/** One attempt of a task, its fields evaluated; the names are those of AWS's TaskScheduled event. */
export interface TaskCall {
  readonly resource: 'invoke' | 'invoke.waitForTaskToken';
  readonly parameters: { readonly FunctionName: string; readonly Payload?: unknown };
  readonly timeoutInSeconds: number | undefined;
  readonly heartbeatInSeconds: number | undefined;
}

/** What crosses to a function or back does so as JSON; a function that answers nothing answers null. */
const plain = (value: unknown): unknown =>
  value === undefined ? null : JSON.parse(JSON.stringify(value));

const invoke = async ({ parameters }: TaskCall, visit: Visit): Promise<unknown> => {
  const { invokeFunction } = visit.lane.run.outside;
  const outcome: InvocationOutcome = await invokeFunction(
    parameters.FunctionName,
    plain(parameters.Payload ?? {}),
  );
  if ('error' in outcome) throw new StateFailure(outcome.error, outcome.cause);
  const { payload, executedVersion = '$LATEST' } = outcome;
  return { ExecutedVersion: executedVersion, Payload: plain(payload), StatusCode: 200 };
};

type Fail = (failure: unknown) => void;

/** Fails the task when it takes too long; returns how to stop the clock. */
const limitTime = ({ timeoutInSeconds }: TaskCall, visit: Visit, fail: Fail): (() => void) => {
  if (timeoutInSeconds === undefined) return () => {};
  const { clock } = visit.lane.run.outside;
  const timer = clock.after(timeoutInSeconds * 1_000, () =>
    fail(new StateFailure('States.Timeout')),
  );
  return () => timer.cancel();
};

/**
 * Fails the task when no heartbeat comes in time. AWS records such an end as States.Timeout and lets
 * both names match it.
 */
const expectHeartbeats = ({ heartbeatInSeconds }: TaskCall, visit: Visit, fail: Fail) => {
  if (heartbeatInSeconds === undefined) return { beat: () => {}, stop: () => {} };
  const { clock } = visit.lane.run.outside;
  const begin = () =>
    clock.after(heartbeatInSeconds * 1_000, () =>
      fail(new StateFailure('States.Timeout', undefined, 'States.HeartbeatTimeout')),
    );
  let timer = begin();
  const stop = (): void => timer.cancel();
  const beat = (): void => {
    stop();
    timer = begin();
  };
  return { beat, stop };
};

/** Waits for whoever holds the token; the function's own answer only says that it was submitted. */
const awaitToken = (call: TaskCall, token: string, visit: Visit): Promise<unknown> =>
  visit.lane.scope.wait((succeed, fail) => {
    let isOver = false;
    const submitted = (output: unknown): void => {
      if (isOver) return;
      record(visit.lane, 'TaskSubmitted', {
        resourceType: 'lambda',
        resource: call.resource,
        output,
      });
    };
    const stopClock = limitTime(call, visit, fail);
    const heartbeats = expectHeartbeats(call, visit, fail);
    const close = visit.lane.run.tokens.open(token, {
      succeed,
      fail: (error, cause) => fail(new StateFailure(error, cause)),
      heartbeat: heartbeats.beat,
    });
    invoke(call, visit).then(submitted).catch(fail);
    return () => {
      isOver = true;
      stopClock();
      heartbeats.stop();
      close();
    };
  });

const awaitFunction = (call: TaskCall, visit: Visit): Promise<unknown> =>
  visit.lane.scope.wait((succeed, fail) => {
    const stopClock = limitTime(call, visit, fail);
    invoke(call, visit).then(succeed, fail);
    return stopClock;
  });

/** The task's result. Whatever arrives after the task has ended goes nowhere. */
export const awaitAnswer = (call: TaskCall, visit: Visit): Promise<unknown> =>
  visit.token === undefined ? awaitFunction(call, visit) : awaitToken(call, visit.token, visit);
