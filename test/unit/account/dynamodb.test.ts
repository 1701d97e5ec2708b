import { describe, expect, it } from 'vitest';
import { dynamoDb } from '../../../sandbox/account/dynamodb/dynamodb.ts';
import { sender, someSurroundings } from '../../support/an-account.ts';
import { type DynamoDbCase, TableName } from '../../support/dynamodb/a-case.ts';
import { dynamoDbCases } from '../../support/dynamodb-cases.ts';

const outcomeOf = async (send: ReturnType<typeof sender>, { command, input }: DynamoDbCase) => {
  try {
    return { output: await send(command, input) };
  } catch (error) {
    return { error };
  }
};

describe('the simulated DynamoDB', () => {
  it.each(dynamoDbCases)('$name', async (each) => {
    const surroundings = someSurroundings();
    const table = dynamoDb(surroundings, [{ name: TableName }]);
    table.seed(TableName, each.given);

    const outcome = await outcomeOf(sender(table.service, surroundings), each);

    if ('output' in each.expected) expect(outcome).toEqual({ output: each.expected.output });
    else {
      const { error, message = '', item, reasons } = each.expected;
      expect(outcome.error).toBeInstanceOf(Error);
      expect(outcome.error).toMatchObject({
        name: error,
        message: expect.stringContaining(message),
      });
      expect(outcome.error).toHaveProperty('$metadata.httpStatusCode', 400);
      if (error === 'ConditionalCheckFailedException')
        expect((outcome.error as { Item?: unknown }).Item).toEqual(item);
      if (reasons) expect(outcome.error).toHaveProperty('CancellationReasons', reasons);
    }
    expect(table.items(TableName)).toEqual(each.after);
  });
});
