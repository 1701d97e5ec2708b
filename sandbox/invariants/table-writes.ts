import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { fromAttributes } from '../../functions/runs/attributes.ts';
import type { CallRecord } from '../account/call-log.ts';
import type { Probe } from './probe.ts';

/** One item that a call wrote. */
export interface TableWrite {
  readonly pk: string;
  readonly sk: string;
  readonly kind: 'put' | 'update' | 'delete';
  /** The text in an attribute that a put writes. */
  readonly textOf: (attribute: string) => string | undefined;
  /** What an update sets, by attribute. */
  readonly set: ReadonlySet<string>;
}

type Attributes = Record<string, AttributeValue>;

const keyOf = (attributes: Attributes | undefined): { pk: string; sk: string } => ({
  pk: attributes?.pk?.S ?? '',
  sk: attributes?.sk?.S ?? '',
});

const settings = /#(\w+) = :set_/g;
const nothing = { textOf: () => undefined, set: new Set<string>() };

const writeOf = ({ Put, Update, Delete }: TransactWriteItem): TableWrite[] => {
  const item = Put?.Item;
  if (item)
    return [{ ...nothing, ...keyOf(item), kind: 'put', textOf: (attribute) => item[attribute]?.S }];
  if (Delete) return [{ ...nothing, ...keyOf(Delete.Key), kind: 'delete' }];
  if (!Update) return [];
  const names = [...(Update.UpdateExpression ?? '').matchAll(settings)];
  const set = new Set(
    names.map(([, name = '']) => Update.ExpressionAttributeNames?.[`#${name}`] ?? name),
  );
  return [{ ...nothing, ...keyOf(Update.Key), kind: 'update', set }];
};

/** What a call wrote to the table; nothing when it was refused or is another call. */
export const writesOf = (record: Readonly<CallRecord>): readonly TableWrite[] => {
  if (record.action !== 'TransactWriteItems' || record.error !== undefined) return [];
  const { TransactItems = [] } = record.input as { TransactItems?: TransactWriteItem[] };
  return TransactItems.flatMap(writeOf);
};

/** Reads the table past the product: one item, or those of a partition. */
export const tableReader = ({
  account,
  tableName: TableName,
}: Pick<Probe, 'tableName'> & { readonly account: Pick<Probe['account'], 'callAs'> }) => ({
  item: (
    pk: string,
    sk: string,
    fields?: readonly string[],
  ): Record<string, unknown> | undefined => {
    const projection = fields && {
      ProjectionExpression: fields.map((_, index) => `#f${index}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(
        fields.map((field, index) => [`#f${index}`, field]),
      ),
    };
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const input = { TableName, Key, ConsistentRead: true, ...projection };
    const answer = account.callAs('operator', 'DynamoDB', 'GetItem', input);
    const { Item } = answer as { Item?: Attributes };
    return Item && fromAttributes(Item);
  },
  items: (pk: string, beginsWith = ''): Record<string, unknown>[] => {
    const answer = account.callAs('operator', 'DynamoDB', 'Query', {
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: beginsWith ? 'pk = :pk AND begins_with(sk, :sk)' : 'pk = :pk',
      ExpressionAttributeValues: {
        ':pk': { S: pk },
        ...(beginsWith && { ':sk': { S: beginsWith } }),
      },
    });
    const { Items = [] } = answer as { Items?: Attributes[] };
    return Items.map((item) => fromAttributes(item));
  },
});

export type TableReader = ReturnType<typeof tableReader>;
