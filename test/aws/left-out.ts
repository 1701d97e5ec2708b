import type { EngineCase } from '../support/engine/a-case.ts';

const unmocked = ['Pass', 'Choice', 'Wait', 'Succeed', 'Fail'];

/** Each rule: why TestState cannot say it, and whether a case is one of those. */
const rules: readonly (readonly [string, (each: EngineCase, text: string) => boolean])[] = [
  [
    'it is about the whole execution',
    ({ stopped, machine }) => 'TimeoutSeconds' in machine || stopped !== undefined,
  ],
  [
    'how long a function takes cannot be mocked',
    ({ functions }, text) =>
      text.includes('TimeoutSeconds') && JSON.stringify(functions ?? {}).includes('"takes"'),
  ],
  ['a heartbeat cannot be mocked', (_, text) => text.includes('HeartbeatSeconds')],
  ['the name of the function is computed', (_, text) => /"FunctionName":"\{%/.test(text)],
  ['the context object of an iteration cannot be given', (_, text) => /context\.Map/.test(text)],
  [
    'the context object of a state without a mock cannot be given',
    ({ machine }) =>
      Object.values(Object(machine).States as Record<string, { Type: string }>).some(
        (state) =>
          unmocked.includes(state.Type) &&
          /states\.context\.(Execution|StateMachine)/.test(JSON.stringify(state)),
      ),
  ],
  [
    'it is larger than a request may be',
    ({ input, functions }) => JSON.stringify([input, functions]).length > 190_000,
  ],
];

/** Why a case cannot be sent to TestState, if it cannot. */
export const whyLeftOut = (each: EngineCase): string | undefined =>
  rules.find(([, applies]) => applies(each, JSON.stringify(each.machine)))?.[0];
