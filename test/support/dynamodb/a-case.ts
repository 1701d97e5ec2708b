import type { AttributeValue, CancellationReason } from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;

export type Expected =
  | { readonly output: object }
  | {
      readonly error: string;
      /** A part of the message: regions differ in what they put around it. */
      readonly message?: string;
      readonly item?: Item;
      readonly reasons?: readonly CancellationReason[];
    };

/**
 * What one command does to a table `runs` with the keys `pk` and `sk`, in DynamoDB's own terms, so
 * that the same cases can be put to any implementation. Reads ask for consistency.
 */
export interface DynamoDbCase {
  readonly name: string;
  readonly given: readonly Item[];
  readonly command: string;
  readonly input: object;
  readonly expected: Expected;
  /** The items afterwards, by key; by default those given. */
  readonly after: readonly Item[];
}

export const TableName = 'runs';

export const key = (sk = 'a', pk = 'run#1'): Item => ({ pk: { S: pk }, sk: { S: sk } });
export const item = (attributes: Item = {}, sk = 'a', pk = 'run#1'): Item => ({
  ...key(sk, pk),
  ...attributes,
});
export const s = (text: string): AttributeValue => ({ S: text });
export const n = (number: number | string): AttributeValue => ({ N: String(number) });
export const list = (...members: AttributeValue[]): AttributeValue => ({ L: members });
export const map = (members: Item): AttributeValue => ({ M: members });
export const bytes = (...values: number[]): AttributeValue => ({ B: Uint8Array.from(values) });

export const invalid = (message: string): Expected => ({ error: 'ValidationException', message });
export const conditionFailed = (found?: Item): Expected => ({
  error: 'ConditionalCheckFailedException',
  message: 'The conditional request failed',
  ...(found && { item: found }),
});

type Parts = Pick<DynamoDbCase, 'name' | 'expected'> & Partial<DynamoDbCase> & { input: object };

export const aCase = (command: string, parts: Parts): DynamoDbCase => ({
  given: [],
  after: parts.given ?? [],
  ...parts,
  command,
  input:
    command.startsWith('Batch') || command.startsWith('Transact')
      ? parts.input
      : { TableName, ...parts.input },
});
