import { type Deviation, documents } from './deviation.ts';

const { comparisons, conditions, dynalite, transactWrite, types, updates } = documents;

/** Where moto does otherwise than DynamoDB. */
export const motoDeviations: readonly Deviation[] = [
  {
    does: 'counts capacity that nobody asked for',
    decidedBy: documents.updateItem,
    differs: ['capacity'],
    cases: ({ command, expected }) =>
      ['UpdateItem', 'TransactWriteItems', 'BatchGetItem'].includes(command) &&
      'output' in expected,
  },
  {
    does: 'counts one unit for each write and half a unit for each read, whatever their size',
    decidedBy: documents.capacity,
    differs: ['capacity'],
    cases: ['the capacity of a write', 'the capacity of a consistent read'],
  },
  {
    does: 'breaks (500) on a comparison of two types, where the condition is false',
    decidedBy: comparisons,
    differs: ['error'],
    cases: ['epoch < :v does not hold with {":v":{"S"', 'size(epoch) > :v'],
  },
  {
    does: 'breaks (500) on a name or value that is not defined, or OR in a key condition',
    decidedBy: dynalite,
    differs: ['error'],
    cases: ['"REMOVE #a"}', '"ConditionExpression":"a = :v"}', 'pk = :v OR sk = :v'],
  },
  {
    does: 'does not find the beginning of a binary',
    decidedBy: conditions,
    differs: ['refused', 'items'],
    cases: ['begins_with(digest'],
  },
  {
    does: 'keeps the form of a number',
    decidedBy: types,
    differs: ['items'],
    cases: ['without exponent and needless zeros'],
  },
  {
    does: 'words a refusal differently',
    decidedBy: dynalite,
    differs: ['message'],
    cases: [
      'SET a = a + :v of {"a":{"S":"x"}}',
      'SET a = list_append(a, :v) of {"a":{"N":"1"}}',
      'SET a = now(:v)',
      '"SET a = a + :v"',
      '"SET a = list_append(a, :v)"',
      '{"Item":{"pk":{"S":""}',
      'GetItem of {"Key":{"pk":{"S":"a"}}}',
      '"ReturnValues":"ALL_NEW"',
    ],
  },
  {
    does: 'makes the item before it refuses the operand',
    decidedBy: updates,
    differs: ['message', 'items'],
    cases: ['"UpdateExpression":"ADD a :v"'],
  },
  {
    does: 'evaluates a condition with an operand that the operator does not take',
    decidedBy: conditions,
    differs: ['error'],
    cases: ['"contains(a, a)"', '"attribute_type(a, :v)"'],
  },
  {
    does: 'compares values that have no order, and takes bounds in the wrong order',
    decidedBy: comparisons,
    differs: ['error'],
    cases: ['"a < :v"', '"a BETWEEN :b AND :a"'],
  },
  {
    does: 'accepts values without an expression',
    decidedBy: dynalite,
    differs: ['accepted', 'items'],
    cases: ['can only be specified when using expressions'],
  },
  {
    does: 'accepts a key of the wrong type',
    decidedBy: documents.errors,
    differs: ['accepted'],
    cases: ['GetItem of {"Key":{"pk":{"S":"a"},"sk":{"N":"1"}}}'],
  },
  {
    does: 'deletes nothing where the key is of the wrong type',
    decidedBy: transactWrite,
    differs: ['accepted'],
    cases: ({ name }) => name === 'a key of the wrong type is a reason',
  },
  {
    does: 'accepts a set with duplicates',
    decidedBy: types,
    differs: ['accepted', 'items'],
    cases: ['{"SS":["x","x"]}'],
  },
  {
    does: 'has no limit on a number or a nesting',
    decidedBy: documents.limits,
    differs: ['accepted', 'items'],
    cases: ['"1e126"', 'more than 38 significant digits', 'Nesting Levels'],
  },
  {
    does: 'does not check the key condition',
    decidedBy: documents.keyConditions,
    differs: ['accepted'],
    cases: ['begins_with(sk, :n)', 'pk = :v AND sk = :n', 'sk > :v AND sk < :w'],
  },
  {
    does: 'takes no key condition with the value first',
    decidedBy: dynalite,
    differs: ['refused'],
    cases: ['with the value first'],
  },
  {
    does: 'filters by a key',
    decidedBy: documents.filters,
    differs: ['accepted'],
    cases: ['"FilterExpression":"sk = :v"'],
  },
  {
    does: 'begins a page behind a key of another partition',
    decidedBy: documents.query,
    differs: ['accepted'],
    cases: ['The provided starting key is outside'],
  },
  {
    does: 'names no last key when the limit ends a page together with the partition',
    decidedBy: documents.query,
    differs: ['output'],
    cases: ({ name }) => name === 'Query goes on behind a key',
  },
  {
    does: 'accepts paths that overlap',
    decidedBy: documents.projections,
    differs: ['accepted'],
    cases: ['"ProjectionExpression":"a, a.b"'],
  },
  {
    does: 'loses the list member asked for besides a nested one',
    decidedBy: documents.projections,
    differs: ['output'],
    cases: ['nested parts in their place'],
  },
  {
    does: 'refuses the whole request where a reason belongs to one action',
    decidedBy: transactWrite,
    differs: ['error'],
    cases: [
      'does not fit its item',
      'missing attribute is a reason',
      'an item with a key of the wrong',
    ],
  },
  {
    does: 'accepts an empty key in a transaction',
    decidedBy: types,
    differs: ['accepted', 'items'],
    cases: ['an empty key is refused before'],
  },
  {
    does: 'accepts a transaction of nothing',
    decidedBy: transactWrite,
    differs: ['accepted'],
    cases: ['a transaction of nothing'],
  },
  {
    does: 'does not look for unused values in a transaction',
    decidedBy: dynalite,
    differs: ['error'],
    cases: ['an unused value anywhere'],
  },
  {
    does: 'returns whole items from TransactGetItems',
    decidedBy: documents.transactGet,
    differs: ['output'],
    cases: ['TransactGetItems answers in order'],
  },
  {
    does: 'reads an item twice in one transaction',
    decidedBy: documents.transactGet,
    differs: ['accepted'],
    cases: ['TransactGetItems of an item twice'],
  },
];
