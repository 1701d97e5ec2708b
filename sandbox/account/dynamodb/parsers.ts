/**
 * The one place that touches dynalite: its generated expression parsers and the decimal arithmetic it
 * ships with. They are CommonJS without types, so their shapes are stated here.
 */
import { createRequire } from 'node:module';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { isReserved } from './reserved-words.ts';

export type Path = readonly (string | number)[];

/** Stands for an expression attribute value, so that a parsed expression does not depend on it. */
export interface Reference {
  readonly placeholder: string;
}

export interface Size {
  readonly type: 'function';
  readonly name: 'size';
  readonly args: readonly [Path | Reference];
}

export type Operand = Path | Reference | Size;
type Comparison = {
  [Sign in Comparator]: { readonly type: Sign; readonly args: readonly [Operand, Operand] };
};
export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { readonly type: 'and'; readonly args: readonly [Condition, Condition] }
  | { readonly type: 'or'; readonly args: readonly [Condition, Condition] }
  | { readonly type: 'not'; readonly args: readonly [Condition] }
  | Comparison[Comparator]
  | { readonly type: 'between'; readonly args: readonly [Operand, Operand, Operand] }
  | { readonly type: 'in'; readonly args: readonly [Operand, ...Operand[]] }
  | {
      readonly type: 'function';
      readonly name: 'attribute_exists' | 'attribute_not_exists';
      readonly args: readonly [Path];
    }
  | {
      readonly type: 'function';
      readonly name: 'attribute_type' | 'begins_with' | 'contains';
      readonly args: readonly [Operand, Operand];
    };

export type Assigned =
  | Path
  | Reference
  | { readonly type: 'add' | 'subtract'; readonly args: readonly [Assigned, Assigned] }
  | {
      readonly type: 'function';
      readonly name: 'if_not_exists';
      readonly args: readonly [Path, Assigned];
    }
  | {
      readonly type: 'function';
      readonly name: 'list_append';
      readonly args: readonly [Assigned, Assigned];
    };

export type UpdateSection =
  | { readonly type: 'set'; readonly path: Path; readonly val: Assigned }
  | { readonly type: 'remove'; readonly path: Path }
  | { readonly type: 'add' | 'delete'; readonly path: Path; readonly val: Reference };

type Heads = Readonly<Record<string, true>>;

export interface ConditionTree {
  readonly expression: Condition;
  readonly nestedPaths: Heads;
  readonly pathHeads: Heads;
}

export interface UpdateTree {
  readonly sections: readonly UpdateSection[];
  readonly paths: readonly Path[];
  readonly nestedPaths: Heads;
}

export interface ProjectionTree {
  readonly paths: readonly Path[];
  readonly nestedPaths: Heads;
}

export interface ParsedTree {
  readonly update: UpdateTree;
  readonly condition: ConditionTree;
  readonly projection: ProjectionTree;
}

interface Context {
  readonly attrNames: Readonly<Record<string, string>>;
  readonly attrVals: Readonly<Record<string, Reference>>;
  readonly unusedAttrNames: Record<string, true>;
  readonly unusedAttrVals: Record<string, true>;
  readonly isReserved: (word: string) => boolean;
  readonly compare: () => boolean;
}

interface Parser<Tree> {
  parse(text: string, options: { context: Context }): Tree | string;
}

/** big.js, as far as it is used here: digits `c`, exponent `e` of the first digit, sign `s`. */
export interface Decimal {
  readonly c: readonly number[];
  readonly e: number;
  readonly s: 1 | -1;
  plus(other: string): Decimal;
  minus(other: string): Decimal;
  cmp(other: string): -1 | 0 | 1;
  toFixed(): string;
}

const require = createRequire(import.meta.url);
const conditionParserPath = require.resolve('dynalite/db/conditionParser.js');
const parsers: { readonly [Kind in keyof ParsedTree]: Parser<ParsedTree[Kind]> } = {
  update: require('dynalite/db/updateParser.js'),
  condition: require(conditionParserPath),
  projection: require('dynalite/db/projectionParser.js'),
};
const Big: (text: string) => Decimal = createRequire(conditionParserPath)('big.js');

/** @throws Error when the text is no decimal number. */
export const decimal = (text: string): Decimal => Big(text);

export interface Parsed<Tree> {
  readonly tree: Tree;
  readonly usedNames: readonly string[];
  readonly usedValues: readonly string[];
}

const flags = (record: object): Record<string, true> =>
  Object.fromEntries(Object.keys(record).map((key) => [key, true]));

const used = (record: object, unused: object): string[] =>
  Object.keys(record).filter((key) => !(key in unused));

const placeholders = (values: Readonly<Record<string, AttributeValue>>) =>
  Object.fromEntries(
    Object.entries(values).map(([placeholder, value]) => [placeholder, { ...value, placeholder }]),
  );

/** Returns the parsed expression or, as text, what is wrong with it in DynamoDB's words. */
export const parseText = <Kind extends keyof ParsedTree>(
  kind: Kind,
  text: string,
  names: Readonly<Record<string, string>>,
  values: Readonly<Record<string, AttributeValue>>,
): Parsed<ParsedTree[Kind]> | string => {
  const context: Context = {
    attrNames: names,
    attrVals: placeholders(values),
    unusedAttrNames: flags(names),
    unusedAttrVals: flags(values),
    isReserved,
    // The bounds of BETWEEN are compared later: a cached expression outlives its values.
    compare: () => false,
  };
  try {
    const tree = parsers[kind].parse(text, { context });
    if (typeof tree === 'string') return tree;
    return {
      tree,
      usedNames: used(names, context.unusedAttrNames),
      usedValues: used(values, context.unusedAttrVals),
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'SyntaxError')
      return `Syntax error; ${error.message}`;
    throw error;
  }
};
