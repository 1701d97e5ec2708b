import { aCase, type DynamoDbCase, invalid, item, list } from './a-case.ts';

export type Refusal = readonly [command: string, input: object, message: string];

/** The command is refused with a message that holds this text, and nothing is changed. */
export const refused = ([command, input, message]: Refusal): DynamoDbCase =>
  aCase(command, {
    name: `${command} of ${JSON.stringify(input).slice(0, 120)} is refused: ${message}`,
    given: [item({ a: list() }, 'z')],
    input,
    expected: invalid(message),
  });
