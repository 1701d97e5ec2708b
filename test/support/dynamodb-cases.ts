import type { DynamoDbCase } from './dynamodb/a-case.ts';
import { conditionCases } from './dynamodb/condition-cases.ts';
import { expressionCases } from './dynamodb/expression-cases.ts';
import { readCases } from './dynamodb/read-cases.ts';
import { transactGetCases } from './dynamodb/transact-get-cases.ts';
import { transactionCases } from './dynamodb/transaction-cases.ts';
import { updateCases } from './dynamodb/update-cases.ts';
import { validationCases } from './dynamodb/validation-cases.ts';
import { writeCases } from './dynamodb/write-cases.ts';

/** What DynamoDB does, one command at a time. */
export const dynamoDbCases: readonly DynamoDbCase[] = [
  ...conditionCases,
  ...updateCases,
  ...writeCases,
  ...expressionCases,
  ...validationCases,
  ...transactionCases,
  ...transactGetCases,
  ...readCases,
];
