import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Random } from '../random.ts';
import { contextObject } from './context.ts';
import { EvaluationFailure } from './expression/expression.ts';
import { resolveTemplate, type Template } from './expression/template.ts';
import { type ErrorOutput, StateFailure } from './failure.ts';
import type { History } from './history.ts';
import type { Kind } from './kinds.ts';
import { assertCarriable } from './limits.ts';
import type { Identity, Outside } from './outside.ts';
import type { Scope } from './scope.ts';
import type { Tokens } from './tokens.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** What all states of one execution share. */
export interface Run {
  readonly outside: Outside;
  readonly identity: Identity;
  readonly history: History;
  readonly tokens: Tokens;
  readonly random: Random;
  readonly functions: Readonly<Record<string, unknown>>;
  redriveCount: number;
}

/** The item that a Map's iteration is for. */
export interface MapItem {
  readonly Index: number;
  readonly Value: unknown;
  readonly Source: 'STATE_DATA';
}

/** A chain of states: the machine's own, a branch's or an iteration's. */
export interface Lane {
  readonly run: Run;
  readonly scope: Scope;
  readonly item: MapItem | undefined;
  lastEvent: number;
}

/** One stay in a state, from entering to leaving it, through all retries. */
export interface Visit {
  readonly lane: Lane;
  readonly name: string;
  readonly input: unknown;
  readonly variables: Variables;
  readonly enteredAt: number;
  readonly enteredEvent: number;
  /** Undefined in a state that cannot be retried. */
  retryCount: number | undefined;
  token: string | undefined;
}

/** Where a state leads to; without `next` its chain of states ends with `output`. */
export interface Transition {
  readonly next: string | undefined;
  readonly output: unknown;
  readonly assigned: Variables;
}

export const record = (lane: Lane, type: HistoryEventType, details: object = {}): void => {
  lane.scope.assertAlive();
  lane.lastEvent = lane.run.history.append(type, lane.lastEvent, details);
};

/** AWS begins the cause of every failure of its own with the state it happened in. */
export const causeIn = ({ name, enteredEvent }: Visit, message: string): string =>
  `An error occurred while executing the state '${name}' (entered at the event id #${enteredEvent}). ${message}`;

const failEvaluation = (visit: Visit, { field, message }: EvaluationFailure): never => {
  const error = 'States.QueryEvaluationError';
  const cause = causeIn(visit, message);
  record(visit.lane, 'EvaluationFailed', { error, cause, location: field, state: visit.name });
  throw new StateFailure(error, cause);
};

/** What `$states` holds besides input and context, depending on the field. */
export interface Results {
  readonly result?: unknown;
  readonly errorOutput?: ErrorOutput;
}

/**
 * The value of a field of the state, from the input and the variables at its entry.
 *
 * @throws StateFailure `States.QueryEvaluationError` or `States.DataLimitExceeded`.
 */
export const evaluate = async (
  visit: Visit,
  field: string,
  template: Template,
  results: Results = {},
): Promise<unknown> => {
  if (template.kind === 'constant') return template.value;
  const { lane, input, variables } = visit;
  const states = { input, context: contextObject(visit), ...results };
  const bindings = { ...lane.run.functions, ...variables, states };
  const value = await resolveTemplate(template, field, bindings).catch((thrown: unknown) => {
    lane.scope.assertAlive();
    if (thrown instanceof EvaluationFailure) return failEvaluation(visit, thrown);
    throw thrown;
  });
  lane.scope.assertAlive();
  assertCarriable(value, `The field '${field}' of the state '${visit.name}'`);
  return value;
};

/** Evaluates a field whose value must be of one kind. */
export const evaluateAs = async <Value>(
  visit: Visit,
  field: string,
  template: Template,
  kind: Kind<Value>,
): Promise<Value> => {
  const value = await evaluate(visit, field, template);
  if (kind.is(value)) return value;
  const found = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const message = `The field '${field}' must be ${kind.name}, but was: ${found}.`;
  return failEvaluation(visit, new EvaluationFailure(field, message));
};
