import type { DynamoDbCase } from '../../support/dynamodb/a-case.ts';
import type { Aspect } from './differences.ts';

/** What an emulator does otherwise than DynamoDB, and the document that says so. */
export interface Deviation {
  readonly does: string;
  readonly decidedBy: string;
  readonly differs: readonly Aspect[];
  /** A part of the name of each case, or what all of them have in common. */
  readonly cases: readonly string[] | ((each: DynamoDbCase) => boolean);
}

export const covers = ({ cases }: Deviation, each: DynamoDbCase): boolean =>
  typeof cases === 'function' ? cases(each) : cases.some((part) => each.name.includes(part));

const guide = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/';
const reference = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/';

/** What decides: AWS's documentation or, where it is silent, tests that run against AWS. */
export const documents = {
  conditions: `${guide}Expressions.OperatorsAndFunctions.html`,
  updates: `${guide}Expressions.UpdateExpressions.html`,
  projections: `${guide}Expressions.ProjectionExpressions.html`,
  types: `${guide}HowItWorks.NamingRulesDataTypes.html`,
  limits: `${guide}Constraints.html`,
  errors: `${guide}Programming.Errors.html`,
  capacity: `${guide}read-write-operations.html`,
  keyConditions: `${guide}Query.KeyConditionExpressions.html`,
  filters: `${guide}Query.FilterExpression.html`,
  comparisons: `${reference}API_Condition.html`,
  updateItem: `${reference}API_UpdateItem.html`,
  query: `${reference}API_Query.html`,
  transactGet: `${reference}API_TransactGetItems.html`,
  transactWrite: `${reference}API_TransactWriteItems.html`,
  alternator: 'https://github.com/scylladb/scylladb/tree/master/test/alternator',
  dynalite: 'https://github.com/architect/dynalite/tree/main/test',
} as const;
