import { type Deviation, documents } from './deviation.ts';

const { comparisons, conditions, dynalite, updates } = documents;

/** Where MiniStack does otherwise than DynamoDB. */
export const ministackDeviations: readonly Deviation[] = [
  {
    does: 'refuses begins_with on a number, where the condition is false',
    decidedBy: documents.alternator,
    differs: ['error'],
    cases: ['begins_with(epoch'],
  },
  {
    does: 'compares the text of numbers in a set',
    decidedBy: documents.types,
    differs: ['refused', 'items'],
    cases: ['contains(counts'],
  },
  {
    does: 'removes list members one after the other, so that later indexes have moved',
    decidedBy: updates,
    differs: ['items'],
    cases: ['REMOVE l[0], l[2]'],
  },
  {
    does: 'takes an operand of the wrong type for none',
    decidedBy: updates,
    differs: ['accepted'],
    cases: ['SET a = a + :v of {"a":{"S":"x"}}', 'SET m[0] = :v'],
  },
  {
    does: 'takes a number for an empty list',
    decidedBy: updates,
    differs: ['accepted', 'items'],
    cases: ['SET a = list_append(a, :v) of {"a":{"N":"1"}}'],
  },
  {
    does: 'takes a section twice, and a path in two sections',
    decidedBy: updates,
    differs: ['accepted', 'items'],
    cases: ['SET a = :v SET b = :v', 'SET a = :v REMOVE a'],
  },
  {
    does: 'words a refusal differently',
    decidedBy: dynalite,
    differs: ['message'],
    cases: [
      'SET a = :v, a.b = :v',
      'status = :v',
      'SET a = now(:v)',
      '"SET a = a + :v"',
      '"SET a = list_append(a, :v)"',
      'a BETWEEN :b AND :a',
      '"ReturnValues":"ALL_NEW"',
      '"pk > :v"',
      'The provided starting key is outside',
    ],
  },
  {
    does: 'evaluates a condition with an operand that the operator does not take',
    decidedBy: conditions,
    differs: ['error'],
    cases: ['"attribute_type(a, :v)"'],
  },
  {
    does: 'compares values that have no order',
    decidedBy: comparisons,
    differs: ['error'],
    cases: ['"a < :v"'],
  },
  {
    does: 'takes OR in a key condition',
    decidedBy: documents.keyConditions,
    differs: ['accepted'],
    cases: ['pk = :v OR sk = :v'],
  },
  {
    does: 'filters by a key',
    decidedBy: documents.filters,
    differs: ['accepted'],
    cases: ['"FilterExpression":"sk = :v"'],
  },
  {
    does: 'counts the capacity of a consistent read by the projected attributes',
    decidedBy: documents.capacity,
    differs: ['capacity'],
    cases: ['the capacity of a consistent read'],
  },
];
