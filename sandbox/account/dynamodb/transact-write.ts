import type {
  CancellationReason,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { supportFields } from '../supported-fields.ts';
import { isValidation, tokenMismatch, transactionCanceled, validation } from './errors.ts';
import { type Charge, consumedCapacity, type Request, required } from './request.ts';
import { itemBytes, readUnits, writeUnits } from './size.ts';
import type { Item } from './values.ts';
import {
  isConditionMet,
  itemOnFailure,
  outcomeOf,
  type PlannedWrite,
  planWrite,
  readWrite,
  type WriteKind,
  type WriteRequest,
} from './write.ts';

type Output = Omit<TransactWriteItemsCommandOutput, '$metadata'>;

const kinds: readonly WriteKind[] = ['ConditionCheck', 'Put', 'Update', 'Delete'];
const mostItems = 100;
const mostBytes = 4 * 1024 * 1024;
const longestToken = 36;
const tokenMilliseconds = 10 * 60_000;

export const checkCount = (items: readonly unknown[]): void => {
  const constraint =
    items.length === 0
      ? 'greater than or equal to 1'
      : items.length > mostItems
        ? `less than or equal to ${mostItems}`
        : null;
  if (constraint)
    throw validation(
      `1 validation error detected: Value at 'TransactItems' failed to satisfy constraint: Member must have length ${constraint}`,
    );
};

const readAction = (action: TransactWriteItem): WriteRequest => {
  supportFields('DynamoDB TransactWriteItems', action, kinds);
  const [kind, second] = kinds.filter((each) => action[each] !== undefined);
  const input = kind && action[kind];
  if (kind === undefined || input === undefined || second !== undefined)
    throw validation('TransactItems can only contain one of Check, Put, Update or Delete');
  return readWrite(kind, `TransactWriteItems ${kind}`, input);
};

const refuseDuplicates = (writes: readonly PlannedWrite[]): void => {
  const places = writes.map(({ table, place }) =>
    JSON.stringify([table.name, place.partition, place.sort]),
  );
  if (new Set(places).size < places.length)
    throw validation('Transaction request cannot include multiple operations on one item');
};

type Result = { readonly after: Item | undefined } | { readonly reason: CancellationReason };

const invalid = (Message: string): Result => ({ reason: { Code: 'ValidationError', Message } });

const resultOf = (write: PlannedWrite): Result => {
  if (write.problem !== undefined) return invalid(write.problem);
  if (!isConditionMet(write)) {
    const Item = itemOnFailure(write);
    const Message = 'The conditional request failed';
    return { reason: { Code: 'ConditionalCheckFailed', Message, ...(Item && { Item }) } };
  }
  try {
    return { after: outcomeOf(write) };
  } catch (error) {
    if (!isValidation(error)) throw error;
    return invalid(error.message);
  }
};

const bytesOf = (item: Item | undefined): number => (item ? itemBytes(item) : 0);

const chargesOf = (
  writes: readonly PlannedWrite[],
  units: (write: PlannedWrite, at: number) => Partial<Charge>,
): Charge[] =>
  writes.map((write, at) => ({ table: write.table.name, read: 0, write: 0, ...units(write, at) }));

const apply = (writes: readonly PlannedWrite[], request: Request): Charge[] => {
  const results = writes.map(resultOf);
  const afters = results.map((result) => ('after' in result ? result.after : undefined));
  const charges = chargesOf(writes, ({ old }, at) => ({
    write: 2 * writeUnits(bytesOf(old), bytesOf(afters[at])),
  }));
  request.charge(charges);
  if (results.some((result) => 'reason' in result))
    throw transactionCanceled(
      results.map((result) => ('reason' in result ? result.reason : { Code: 'None' })),
    );
  if (afters.reduce((sum, item) => sum + bytesOf(item), 0) > mostBytes)
    throw validation('The aggregate size of the items in the transaction exceeds 4 MB');
  for (const [at, { kind, table, place }] of writes.entries())
    if (kind !== 'ConditionCheck') table.write(place, afters[at], request.now);
  return charges;
};

const plan = (input: TransactWriteItemsCommandInput, request: Request): PlannedWrite[] => {
  supportFields('DynamoDB TransactWriteItems', input, [
    'TransactItems',
    'ClientRequestToken',
    'ReturnConsumedCapacity',
    'ReturnItemCollectionMetrics',
  ]);
  const actions = required('transactItems', input.TransactItems);
  checkCount(actions);
  if ((input.ClientRequestToken ?? '').length > longestToken)
    throw validation(
      `1 validation error detected: Value at 'ClientRequestToken' failed to satisfy constraint: Member must have length less than or equal to ${longestToken}`,
    );
  const writes = actions.map(readAction).map((write) => planWrite(request, write));
  if (writes.every(({ problem }) => problem === undefined)) refuseDuplicates(writes);
  return writes;
};

const fingerprintOf = ({ TransactItems }: TransactWriteItemsCommandInput): string =>
  JSON.stringify(TransactItems);

interface Remembered {
  readonly fingerprint: string;
  readonly until: number;
}

/** TransactWriteItems of one account: it remembers the tokens of successful requests for 10 minutes. */
export const transactWriter = () => {
  const tokens = new Map<string, Remembered>();

  const isRepetition = (input: TransactWriteItemsCommandInput, now: number): boolean => {
    const token = input.ClientRequestToken;
    const remembered = token === undefined ? undefined : tokens.get(token);
    if (!remembered || remembered.until <= now) return false;
    if (remembered.fingerprint !== fingerprintOf(input)) throw tokenMismatch();
    return true;
  };

  return (input: TransactWriteItemsCommandInput, request: Request): Output => {
    const writes = plan(input, request);
    const isRepeated = isRepetition(input, request.now);
    // A repetition changes nothing and is billed as reads of the items.
    const charges = isRepeated
      ? chargesOf(writes, ({ old }) => ({ read: readUnits(bytesOf(old), 2) }))
      : apply(writes, request);
    if (isRepeated) request.charge(charges);
    else if (input.ClientRequestToken !== undefined)
      tokens.set(input.ClientRequestToken, {
        fingerprint: fingerprintOf(input),
        until: request.now + tokenMilliseconds,
      });
    const ConsumedCapacity = consumedCapacity(input.ReturnConsumedCapacity, charges);
    return ConsumedCapacity ? { ConsumedCapacity } : {};
  };
};
