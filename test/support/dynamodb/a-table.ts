import { type DynamoDbOptions, dynamoDb } from '../../../sandbox/account/dynamodb/dynamodb.ts';
import { sender, someSurroundings } from '../an-account.ts';
import { type Item, TableName } from './a-case.ts';

export const aTable = (items: Item[] = [], options: DynamoDbOptions = {}) => {
  const surroundings = someSurroundings();
  const table = dynamoDb(surroundings, [{ name: TableName }], options);
  table.seed(TableName, items);
  const { clock } = surroundings;
  const pass = (milliseconds: number) => clock.drive(clock.now + milliseconds);
  const wait = async (milliseconds: number) => {
    clock.after(milliseconds, () => {});
    await pass(milliseconds);
  };
  return { ...table, surroundings, send: sender(table.service, surroundings), wait };
};
