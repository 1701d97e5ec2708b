import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { acceptItem } from './accept.ts';
import { checkOperands } from './condition.ts';
import { validation } from './errors.ts';
import {
  type ConditionTree,
  type Parsed,
  type ParsedTree,
  type ProjectionTree,
  parseText,
  type UpdateTree,
} from './parsers.ts';

export interface ExpressionInput {
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>;
}

export type Values = Readonly<Record<string, AttributeValue>>;

export interface Expressions {
  readonly update?: UpdateTree;
  readonly condition?: ConditionTree;
  readonly keyCondition?: ConditionTree;
  readonly filter?: ConditionTree;
  readonly projection?: ProjectionTree;
  readonly values: Values;
}

const largestExpressionBytes = 4096;

const parsed = <Kind extends keyof ParsedTree>(
  kind: Kind,
  name: string,
  text: string,
  input: ExpressionInput,
): Parsed<ParsedTree[Kind]> => {
  if (text === '') throw validation(`Invalid ${name}: The expression can not be empty;`);
  if (Buffer.byteLength(text) > largestExpressionBytes)
    throw validation(
      `Invalid ${name}: Expression size has exceeded the maximum allowed size; expression size: ${Buffer.byteLength(text)}`,
    );
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = input;
  const result = parseText(kind, text, names, values);
  if (typeof result === 'string') throw validation(`Invalid ${name}: ${result}`);
  return result;
};

const fields = [
  ['update', 'update', 'UpdateExpression'],
  ['condition', 'condition', 'ConditionExpression'],
  ['keyCondition', 'condition', 'KeyConditionExpression'],
  ['filter', 'condition', 'FilterExpression'],
  ['projection', 'projection', 'ProjectionExpression'],
] as const;

const checkPlaceholders = (
  kind: 'ExpressionAttributeNames' | 'ExpressionAttributeValues',
  input: ExpressionInput,
): void => {
  const given = input[kind];
  if (given === undefined) return;
  if (fields.every(([, , field]) => input[field] === undefined))
    throw validation(`${kind} can only be specified when using expressions`);
  const names = Object.keys(given);
  if (names.length === 0) throw validation(`${kind} must not be empty`);
  const wanted = kind === 'ExpressionAttributeNames' ? /^#\w+$/ : /^:\w+$/;
  const wrong = names.find((name) => !wanted.test(name));
  if (wrong !== undefined)
    throw validation(`${kind} contains invalid key: Syntax error; key: "${wrong}"`);
};

const refuseUnused = (
  kind: 'ExpressionAttributeNames' | 'ExpressionAttributeValues',
  input: ExpressionInput,
  used: ReadonlySet<string>,
): void => {
  const unused = Object.keys(input[kind] ?? {}).filter((name) => !used.has(name));
  if (unused.length > 0)
    throw validation(
      `Value provided in ${kind} unused in expressions: keys: {${unused.join(', ')}}`,
    );
};

type Trees = Omit<Expressions, 'values'>;

/** Parses what an input asks for; none of its placeholders may be wrong or unused. */
const parseAll = (input: ExpressionInput): Expressions => {
  checkPlaceholders('ExpressionAttributeNames', input);
  checkPlaceholders('ExpressionAttributeValues', input);
  const values = acceptItem(input.ExpressionAttributeValues ?? {});
  const used = new Set<string>();
  const trees: Record<string, ParsedTree[keyof ParsedTree]> = {};
  for (const [property, kind, field] of fields) {
    const text = input[field];
    if (text === undefined) continue;
    const { tree, usedNames, usedValues } = parsed(kind, field, text, input);
    for (const name of [...usedNames, ...usedValues]) used.add(name);
    if ('expression' in tree) checkOperands(field, tree.expression, values);
    trees[property] = tree;
  }
  refuseUnused('ExpressionAttributeNames', input, used);
  refuseUnused('ExpressionAttributeValues', input, used);
  return { ...trees, values };
};

/** The same texts, names and types of the values, with other values. */
const withValues = (trees: Trees, input: ExpressionInput): Expressions => {
  const values = acceptItem(input.ExpressionAttributeValues ?? {});
  for (const [property, , field] of fields) {
    const tree = trees[property];
    if (tree && 'expression' in tree) checkOperands(field, tree.expression, values);
  }
  return { ...trees, values };
};

/**
 * All that parsing depends on: the texts, the names and the types of the values. An expression that
 * can be parsed holds none of the characters that part them.
 */
const signature = (input: ExpressionInput): string => {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values = {} } = input;
  let text = names === undefined ? '' : JSON.stringify(names);
  for (const [, , field] of fields)
    text += input[field] === undefined ? '\u0000' : `\u0000=${input[field]}`;
  if (text.includes('attribute_type')) return text + JSON.stringify(values);
  for (const name in values) text += `\u0001${name} ${Object.keys(values[name] ?? {})}`;
  return text;
};

const known = new Map<string, Trees>();

/**
 * Parses all expressions of a request. What depends on the texts, the names and the types of the
 * values is parsed and checked once and kept for the life of the process: looking up each expression
 * by itself took twice as long.
 *
 * @throws a ValidationException in DynamoDB's words.
 */
export const readExpressions = (input: ExpressionInput): Expressions => {
  const key = signature(input);
  const trees = known.get(key);
  if (trees) return withValues(trees, input);
  const { values, ...fresh } = parseAll(input);
  known.set(key, fresh);
  return { ...fresh, values };
};
