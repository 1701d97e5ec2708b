import { functionOf, invokesFunction, type Rule, statesOf, tasksOf } from './machine.ts';

/** What Step Functions and Lambda report by themselves and a Retry or Catch can match. */
const knownOutside =
  /^(States\.(ALL|Timeout|TaskFailed|HeartbeatTimeout|Permissions|QueryEvaluationError)|Lambda\.[A-Za-z]+|Sandbox\.Timedout|Runtime\.ExitError)$/;

/** No Retry or Catch ever sees these, so naming them would only look safe. */
const uncatchable = ['States.Runtime', 'States.DataLimitExceeded'];

const namedErrors = (
  machine: Parameters<Rule>[0],
): { readonly state: string; readonly error: string }[] =>
  statesOf(machine).flatMap(([state, { Retry = [], Catch = [], Error: ends }]) => [
    ...[...Retry, ...Catch].flatMap((each) => each.ErrorEquals.map((error) => ({ state, error }))),
    ...(ends === undefined || ends.startsWith('{%') ? [] : [{ state, error: ends }]),
  ]);

/** The names of our own errors that a machine retries, catches or ends with. */
export const errorsNamedBy = (machine: Parameters<Rule>[0]): string[] =>
  namedErrors(machine).map(({ error }) => error);

export const errorsExist: Rule = (machine, { errorNames }) =>
  namedErrors(machine).flatMap(({ state, error }) => {
    if (uncatchable.includes(error)) return [`${state}: ${error} can never be caught`];
    if (knownOutside.test(error) || errorNames.includes(error)) return [];
    return [`${state}: no error has the name ${error}`];
  });

export const functionsExist: Rule = (machine, { functionTimeouts }) =>
  tasksOf(machine).flatMap(([name, state]) => {
    if (!invokesFunction(state)) return [];
    const invoked = functionOf(state);
    if (invoked === undefined) return [`${name}: FunctionName is not Fn::GetAtt [<function>, Arn]`];
    if (functionTimeouts[invoked] === undefined) return [`${name}: no function named ${invoked}`];
    const words = invoked.replaceAll('-', ' ');
    return `${name.toLowerCase()} `.startsWith(`${words} `)
      ? []
      : [`${name}: does not begin with its function's words, "${words}"`];
  });

const irregularParticiples = 'held|kept|left|lost|sent|shut|stuck|told|taken|given|broken|done';
const participle = new RegExp(`\\b([a-z]+ed|${irregularParticiples})\\b`, 'i');

/** What each type of state must be called, so that the graph reads as sentences. */
const forms: Readonly<Record<string, { readonly says: string; readonly fits: RegExp }>> = {
  Choice: { says: 'a choice is a question', fits: /\?$/ },
  Wait: { says: 'a wait begins with "Wait"', fits: /^Wait\b/ },
  Succeed: { says: 'an end has a participle', fits: participle },
  Fail: { says: 'an end has a participle', fits: participle },
};

export const namesRead: Rule = (machine) =>
  statesOf(machine).flatMap(([name, { Type }]) => [
    ...(/^[A-Z][A-Za-z0-9 ,'-]{1,78}\??$/.test(name) ? [] : [`${name}: is not a short sentence`]),
    ...(forms[Type]?.fits.test(name) === false ? [`${name}: ${forms[Type].says}`] : []),
    ...(Type !== 'Choice' && name.endsWith('?') ? [`${name}: only a choice is a question`] : []),
  ]);
