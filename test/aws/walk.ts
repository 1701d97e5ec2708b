import type { TestStateOutput } from '@aws-sdk/client-sfn';
import type { EngineRun } from '../support/engine/a-case.ts';
import { Course, type Place, type SendTestState, type WalkGraph } from './course.ts';
import { type Prepared, prepareMap, prepareParallel } from './lanes.ts';
import { mockOfPlay } from './plays.ts';
import { isTokenTask, requestFor } from './requests.ts';

const parsed = (text: string | undefined): unknown =>
  text === undefined ? undefined : JSON.parse(text);

/** Notes what a task invoked, if it came to that. */
const note = (course: Course, { state }: Place, { inspectionData }: TestStateOutput): void => {
  const { afterArguments } = inspectionData ?? {};
  if (state.Type !== 'Task' || afterArguments === undefined) return;
  const { FunctionName, Payload = {} } = Object(JSON.parse(afterArguments));
  course.invoke(String(FunctionName), Payload);
};

/** Read from the definition: the mock is needed before AWS says what the name is computed to be. */
const functionOf = ({ state }: Place): string =>
  String(Object(Object(state.Arguments).FunctionName));

/** Prepares an attempt of a state that can have a mock; undefined for one that cannot. */
const prepare = async (course: Course, place: Place): Promise<Prepared | undefined> => {
  const { Type, ItemProcessor } = place.state;
  if (Type === 'Parallel') return prepareParallel(course, place, walkGraph);
  if (ItemProcessor) return prepareMap(course, place, ItemProcessor, walkGraph);
  if (Type !== 'Task') return undefined;
  return { mock: mockOfPlay(course.nextPlay(functionOf(place)), isTokenTask(place)) };
};

/** Attempts a state as often as its retriers say; each retrier counts its own retries. */
const visit = async (course: Course, place: Place): Promise<TestStateOutput> => {
  const used = new Map<number, number>();
  for (let attempt = 0; ; attempt += 1) {
    const prepared = await prepare(course, place);
    if (prepared && 'answer' in prepared) return prepared.answer;
    const send = (retries: number) =>
      course.send(requestFor(course, place, prepared?.mock, { attempt, retries }));
    // Only the answer says which retrier the error belongs to.
    let answer = await send(0);
    const retrier = answer.inspectionData?.errorDetails?.retryIndex ?? -1;
    const retries = used.get(retrier) ?? 0;
    if (answer.status === 'RETRIABLE' && retries > 0) answer = await send(retries);
    note(course, place, answer);
    if (answer.status !== 'RETRIABLE') return answer;
    used.set(retrier, retries + 1);
  }
};

/** Tests the states of a graph one after the other, as each answer leads to the next. */
const walkGraph: WalkGraph = async (course, { StartAt, States }, { lane, ...start }) => {
  let { input, variables } = start;
  for (let name: string | undefined = StartAt; ; ) {
    const state: Place['state'] | undefined = States[name];
    if (state === undefined) throw new Error(`TestState leads to ${name}, which is no state`);
    course.enter(lane, name);
    const answer = await visit(course, { lane, name, state, input, variables });
    const { status, output, error, cause, inspectionData, nextState } = answer;
    if (status === 'FAILED') return { error, cause, state: name };
    input = parsed(output);
    variables = Object(parsed(inspectionData?.variables) ?? variables);
    if (nextState === undefined) return { output: input, variables };
    name = nextState;
  }
};

/** Runs a machine by TestState; `send` is the only thing that reaches AWS. */
export const walk = async (run: EngineRun, send: SendTestState) => {
  const course = new Course(run, send);
  const start = { lane: 'main', input: course.input, variables: {} };
  const ending = await walkGraph(course, course.machine, start);
  const facts = course.facts();
  if (!('state' in ending)) return { status: 'SUCCEEDED', ...ending, ...facts };
  const { error, cause } = ending;
  return { status: 'FAILED', error, cause, ...facts };
};
