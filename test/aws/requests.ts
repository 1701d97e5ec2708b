import type { MockInput, TestStateInput } from '@aws-sdk/client-sfn';
import type { Course, Place } from './course.ts';

const region = 'eu-west-1';
const owner = `${region}:123456789012`;
const time = '2026-01-31T12:00:00Z';

/** What is mocked of one attempt of a state, and which state of a branch failed, if one did. */
export interface Mock {
  readonly mock: MockInput;
  readonly causedBy?: string;
}

export const isTokenTask = ({ state }: Place): boolean =>
  state.Resource?.endsWith('.waitForTaskToken') === true;

/** The context object, without what TestState refuses in it. */
const contextOf = (course: Course, place: Place, attempt: number): object => ({
  Execution: {
    Id: `arn:aws:states:${owner}:execution:machine:run-1`,
    Name: 'run-1',
    Input: course.input,
    RoleArn: 'arn:aws:iam::123456789012:role/machine',
    StartTime: time,
  },
  StateMachine: { Id: `arn:aws:states:${owner}:stateMachine:machine`, Name: 'machine' },
  State: { Name: place.name, EnteredTime: time, RetryCount: attempt },
  ...(isTokenTask(place) ? { Task: { Token: '(token)' } } : {}),
});

const mocked = (
  course: Course,
  place: Place,
  { mock, causedBy }: Mock,
  { attempt, retries }: { readonly attempt: number; readonly retries: number },
): Partial<TestStateInput> => ({
  // Our functions answer what they like: there is no API model for that.
  mock: { ...mock, fieldValidationMode: 'NONE' },
  context: JSON.stringify(contextOf(course, place, attempt)),
  stateConfiguration: {
    retrierRetryCount: retries,
    ...(causedBy === undefined ? {} : { errorCausedByState: causedBy }),
  },
});

/**
 * The request that tests one state of the whole machine. TestState takes a mock for Task, Parallel
 * and Map only, and a context only beside a mock.
 */
export const requestFor = (
  course: Course,
  place: Place,
  mock?: Mock,
  counts = { attempt: 0, retries: 0 },
): TestStateInput => ({
  definition: JSON.stringify(course.machine),
  stateName: place.name,
  input: JSON.stringify(place.input),
  variables: JSON.stringify(place.variables),
  inspectionLevel: 'DEBUG',
  ...(mock ? mocked(course, place, mock, counts) : {}),
});
