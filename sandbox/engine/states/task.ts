import * as z from 'zod';
import type { Template } from '../expression/template.ts';
import { StateFailure } from '../failure.ts';
import {
  common,
  compiled,
  leaving,
  oneWayOut,
  oneWayOutMessage,
  wayOut,
  wholeNumber,
} from '../fields.ts';
import { aWholeNumber } from '../kinds.ts';
import { leave } from '../leave.ts';
import { assertCarriable, longestSeconds } from '../limits.ts';
import { catchers, recover } from '../recovery.ts';
import { retry } from '../retry.ts';
import { causeIn, evaluate, evaluateAs, record, type Transition, type Visit } from '../visit.ts';
import { awaitAnswer, type TaskCall } from './task-answer.ts';

const invoke = 'arn:aws:states:::lambda:invoke';
const invokeAndWait = `${invoke}.waitForTaskToken`;

/** The parameters of Invoke that the engine passes on. `Fn::GetAtt` must have been resolved. */
const lambdaArguments = z
  .strictObject({ FunctionName: z.string(), Payload: z.unknown().optional() })
  .transform(compiled());

interface Limits {
  readonly TimeoutSeconds?: Template;
  readonly HeartbeatSeconds?: Template;
}

/** Compares the two where both are literal, as AWS does. */
const beatsInTime = ({ TimeoutSeconds: longest, HeartbeatSeconds: beat }: Limits): boolean =>
  longest?.kind !== 'constant' ||
  beat?.kind !== 'constant' ||
  Number(beat.value) < Number(longest.value);

export const taskState = z
  .strictObject({
    Type: z.literal('Task'),
    ...common,
    ...wayOut,
    Resource: z.enum([invoke, invokeAndWait]),
    Arguments: lambdaArguments,
    TimeoutSeconds: wholeNumber(1).optional(),
    HeartbeatSeconds: wholeNumber(1).optional(),
    Retry: retry,
    Catch: catchers,
    ...leaving('result'),
  })
  .refine(oneWayOut, oneWayOutMessage)
  .refine((state) => state.HeartbeatSeconds === undefined || state.Resource === invokeAndWait, {
    path: ['HeartbeatSeconds'],
    message: `only with ${invokeAndWait}`,
  })
  .refine(beatsInTime, {
    path: ['HeartbeatSeconds'],
    message: 'less than TimeoutSeconds',
  });

type TaskState = z.output<typeof taskState>;

const limit = aWholeNumber(1, longestSeconds);

/** @throws StateFailure that no catcher takes when the function's name was computed to be no text. */
const parametersOf = async (state: TaskState, visit: Visit): Promise<TaskCall['parameters']> => {
  const parameters = Object(await evaluate(visit, 'Arguments', state.Arguments));
  if (typeof parameters.FunctionName === 'string') return parameters;
  throw new StateFailure('States.Runtime', causeIn(visit, 'The FunctionName must be a string.'));
};

const prepare = async (state: TaskState, visit: Visit): Promise<TaskCall> => {
  const { TimeoutSeconds: longest, HeartbeatSeconds: beat } = state;
  const hasToken = state.Resource === invokeAndWait;
  visit.token = hasToken ? visit.lane.run.tokens.issue() : undefined;
  return {
    resource: hasToken ? 'invoke.waitForTaskToken' : 'invoke',
    parameters: await parametersOf(state, visit),
    timeoutInSeconds: longest && (await evaluateAs(visit, 'TimeoutSeconds', longest, limit)),
    heartbeatInSeconds: beat && (await evaluateAs(visit, 'HeartbeatSeconds', beat, limit)),
  };
};

/** The task's result, or its failure recorded in AWS's terms: a time-out has an event of its own. */
const answered = async (call: TaskCall, task: object, visit: Visit): Promise<unknown> => {
  try {
    const result = await awaitAnswer(call, visit);
    assertCarriable(result, `The result of the task '${visit.name}'`);
    record(visit.lane, 'TaskSucceeded', { ...task, output: result });
    return result;
  } catch (thrown) {
    if (!(thrown instanceof StateFailure)) throw thrown;
    const { error, reason: cause } = thrown;
    const type = error === 'States.Timeout' ? 'TaskTimedOut' : 'TaskFailed';
    record(visit.lane, type, { ...task, error, cause });
    throw thrown;
  }
};

const attemptTask = async (state: TaskState, visit: Visit): Promise<Transition> => {
  const { lane } = visit;
  const call = await prepare(state, visit);
  const task = { resourceType: 'lambda', resource: call.resource };
  record(lane, 'TaskScheduled', { ...task, ...call, region: lane.run.outside.region });
  record(lane, 'TaskStarted', task);
  const result = await answered(call, task, visit);
  return leave(visit, state, { results: { result }, otherwise: result });
};

export const runTask = (state: TaskState, visit: Visit): Promise<Transition> =>
  recover(state, visit, () => attemptTask(state, visit));
