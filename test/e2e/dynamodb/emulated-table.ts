import * as sdk from '@aws-sdk/client-dynamodb';
import { type DynamoDbCase, type Item, key } from '../../support/dynamodb/a-case.ts';
import { emulatedSettings } from '../support/emulated-account.ts';

/** A command as it is sent: its name without "Command", and its input. */
export type Sent = Pick<DynamoDbCase, 'command' | 'input'>;

/** What an emulator did: its answer or its refusal. */
export interface Answer {
  readonly output?: Readonly<Record<string, unknown>>;
  readonly error?: sdk.DynamoDBServiceException & {
    readonly Item?: Item;
    readonly CancellationReasons?: readonly sdk.CancellationReason[];
  };
}

export interface EmulatedTable {
  readonly answer: (sent: Sent) => Promise<Answer>;
  /** All items, by partition and sort key. */
  readonly items: () => Promise<readonly Item[]>;
  /** Leaves nothing but these items in the table. */
  readonly seed: (given: readonly Item[]) => Promise<void>;
  readonly drop: () => Promise<unknown>;
}

type Commands = Readonly<Record<string, new (input: object) => object>>;
type Send = (this: sdk.DynamoDBClient, command: object) => Promise<Record<string, unknown>>;

/** The SDK's own: a rehearsal puts its trap in this place for the whole process. */
const send = sdk.DynamoDBClient.prototype.send as unknown as Send;

const definitionOf = (TableName: string): sdk.CreateTableInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
});

const placeOf = ({ pk, sk }: Item): string => `${pk?.S}\n${sk?.S}`;

const answerTo = async (client: sdk.DynamoDBClient, { command, input }: Sent): Promise<Answer> => {
  const Command = (sdk as unknown as Commands)[`${command}Command`];
  if (!Command) throw new Error(`${command} is no command of DynamoDB`);
  try {
    const { $metadata, ...output } = await send.call(client, new Command(input));
    return { output };
  } catch (error) {
    return { error: error as Answer['error'] };
  }
};

/** Makes a table behind an endpoint. */
export const emulatedTable = async (
  endpoint: string,
  TableName: string,
): Promise<EmulatedTable> => {
  const client = new sdk.DynamoDBClient({ ...emulatedSettings, endpoint });
  await send.call(client, new sdk.CreateTableCommand(definitionOf(TableName)));

  const items = async () => {
    const found: Item[] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const scan = { TableName, ConsistentRead: true, ExclusiveStartKey };
      const page: sdk.ScanCommandOutput = (await send.call(
        client,
        new sdk.ScanCommand(scan),
      )) as never;
      found.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return found.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
  };
  const seed = async (given: readonly Item[]) => {
    for (const { pk, sk } of await items())
      await send.call(client, new sdk.DeleteItemCommand({ TableName, Key: key(sk?.S, pk?.S) }));
    for (const Item of given) await send.call(client, new sdk.PutItemCommand({ TableName, Item }));
  };
  const drop = () => send.call(client, new sdk.DeleteTableCommand({ TableName }));
  return { answer: (sent) => answerTo(client, sent), items, seed, drop };
};
