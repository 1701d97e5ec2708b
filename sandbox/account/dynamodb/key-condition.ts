import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { validation } from './errors.ts';
import type { Values } from './expressions.ts';
import type { Condition, ConditionTree, Operand, Path } from './parsers.ts';
import { type KeySchema, refuseEmptyKeys } from './schema.ts';
import type { Item } from './values.ts';

interface KeyTerm {
  readonly attribute: string;
  readonly operator: string;
  readonly values: readonly (AttributeValue | undefined)[];
}

type Term = Exclude<Condition, { readonly type: 'and' | 'or' | 'not' | 'in' | '<>' }>;

const isPath = (operand: Operand): operand is Path => Array.isArray(operand);

const invalid = (text: string) =>
  validation(`Invalid condition in KeyConditionExpression: ${text}`);

const pathOf = (term: Term): string => {
  const operands: readonly Operand[] = term.args;
  if (operands.some((operand) => 'type' in operand))
    throw validation('KeyConditionExpressions cannot contain nested operations');
  const paths = operands.filter(isPath);
  const [path] = paths;
  if (path === undefined) throw invalid('No key attribute specified');
  if (paths.length > 1) throw invalid('Multiple attribute names used in one condition');
  if (path.length > 1)
    throw validation('KeyConditionExpressions cannot have conditions on nested attributes');
  if (term.type === 'between' && operands[0] !== path)
    throw invalid('BETWEEN operator must have the key attribute as its first operand');
  if (term.type === 'function' && operands[0] !== path)
    throw invalid(`${term.name} operator must have the key attribute as its first operand`);
  return String(path[0]);
};

const termOf = (condition: Condition, values: Values): KeyTerm => {
  if (
    condition.type === 'or' ||
    condition.type === 'not' ||
    condition.type === 'in' ||
    condition.type === '<>' ||
    condition.type === 'and'
  )
    throw validation(
      `Invalid operator used in KeyConditionExpression: ${condition.type.toUpperCase()}`,
    );
  if (condition.type === 'function' && condition.name !== 'begins_with')
    throw validation(`Invalid operator used in KeyConditionExpression: ${condition.name}`);
  const operands: readonly Operand[] = condition.args;
  return {
    attribute: pathOf(condition),
    operator: condition.type,
    values: operands.flatMap((each) => ('placeholder' in each ? [values[each.placeholder]] : [])),
  };
};

const termsOf = (condition: Condition, values: Values): KeyTerm[] =>
  condition.type === 'and'
    ? condition.args.flatMap((each) => termsOf(each, values))
    : [termOf(condition, values)];

const checkTypes = (terms: readonly KeyTerm[], schema: KeySchema): void => {
  for (const { name, type } of schema) {
    const term = terms.find(({ attribute }) => attribute === name);
    if (term?.values.some((value) => value?.[type] === undefined))
      throw validation(
        'One or more parameter values were invalid: Condition parameter type does not match schema type',
      );
    for (const value of term?.values ?? []) if (value) refuseEmptyKeys({ [name]: value }, schema);
  }
};

/**
 * Checks a key condition against the table's keys and returns the partition's key value.
 *
 * @throws a ValidationException in DynamoDB's words.
 */
export const partitionOf = (tree: ConditionTree, values: Values, schema: KeySchema): Item => {
  const terms = termsOf(tree.expression, values);
  const names = new Set(terms.map(({ attribute }) => attribute));
  if (names.size > schema.length)
    throw validation(
      `The number of query conditions (${names.size}) exceeds the number of key attributes defined in the schema (${schema.length})`,
    );
  if (names.size < terms.length)
    throw validation(
      'Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key',
    );
  const missing = schema.slice(0, terms.length).find(({ name }) => !names.has(name));
  if (missing) throw validation(`Query condition missed key schema element: ${missing.name}`);
  checkTypes(terms, schema);
  const [{ name }] = schema;
  const partition = terms.find(({ attribute }) => attribute === name);
  const value = partition?.values[0];
  if (partition?.operator !== '=' || value === undefined)
    throw validation('Query key condition not supported');
  return { [name]: value };
};

/** What a checked condition asks of the sort key: the partition is what is looked through. */
export const sortConditionOf = (
  { expression }: ConditionTree,
  [partition]: KeySchema,
): Condition | undefined => {
  const conditions: readonly Condition[] =
    expression.type === 'and' ? expression.args : [expression];
  return conditions.find(
    (condition) => condition.type === 'and' || pathOf(condition as Term) !== partition.name,
  );
};
