import type { TestStateInput, TestStateOutput } from '@aws-sdk/client-sfn';
import type { EngineRun, Outcome, Play } from '../support/engine/a-case.ts';

/** What of a machine decides how its states are sent. */
export interface Graph {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Branches?: readonly Graph[];
  readonly ItemProcessor?: Graph;
  readonly Arguments?: unknown;
}

export type Variables = Readonly<Record<string, unknown>>;

/** Where a walk is: about to test this state. */
export interface Place {
  readonly lane: string;
  readonly name: string;
  readonly state: State;
  readonly input: unknown;
  readonly variables: Variables;
}

export type SendTestState = (input: TestStateInput) => Promise<TestStateOutput>;

/** How a chain of states ended: with an output, or with the error of a state. */
export type Ending =
  | { readonly output: unknown; readonly variables: Variables }
  | { readonly error?: string; readonly cause?: string; readonly state: string };

export type WalkGraph = (
  course: Course,
  graph: Graph,
  start: Pick<Place, 'lane' | 'input' | 'variables'>,
) => Promise<Ending>;

/** A walk through a machine by TestState, which knows one state at a time. */
export class Course {
  readonly machine: Graph;
  readonly input: unknown;
  readonly paths: Record<string, string[]> = {};
  readonly payloads: Record<string, unknown[]> = {};
  readonly invoked: string[] = [];
  readonly send: SendTestState;
  readonly #functions: NonNullable<EngineRun['functions']>;

  constructor({ machine, input = {}, functions = {} }: EngineRun, send: SendTestState) {
    this.machine = machine as Graph;
    this.input = input;
    this.send = send;
    this.#functions = functions;
  }

  enter(lane: string, name: string): void {
    this.paths[lane] = [...(this.paths[lane] ?? []), name];
  }

  /** The play of the invocation that would come next. */
  nextPlay(functionName: string): Play {
    const plays = this.#functions[functionName] ?? [];
    return plays[this.payloads[functionName]?.length ?? 0] ?? plays.at(-1) ?? {};
  }

  invoke(functionName: string, payload: unknown): void {
    this.payloads[functionName] = [...(this.payloads[functionName] ?? []), payload];
    this.invoked.push(functionName);
  }

  facts(): Pick<Outcome, 'paths' | 'payloads' | 'invoked'> {
    const { paths, payloads, invoked } = this;
    return { paths, payloads, invoked };
  }
}
