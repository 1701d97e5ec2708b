import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { validation } from './errors.ts';
import type { Values } from './expressions.ts';
import type { Condition, Operand } from './parsers.ts';
import { byteText, type Item, isEqual, order, typeOf, valueAt } from './values.ts';

const lengthOf = (value: AttributeValue): number | undefined => {
  if (value.S !== undefined) return value.S.length;
  if (value.M) return Object.keys(value.M).length;
  return (value.B ?? value.L ?? value.SS ?? value.NS ?? value.BS)?.length;
};

const resolve = (
  operand: Operand,
  item: Readonly<Item>,
  values: Values,
): AttributeValue | undefined => {
  if ('placeholder' in operand) return values[operand.placeholder];
  if (!('type' in operand)) return valueAt(item, operand);
  const value = resolve(operand.args[0], item, values);
  const length = value && lengthOf(value);
  return length === undefined ? undefined : { N: String(length) };
};

const isBetween = (
  value: AttributeValue | undefined,
  lower: AttributeValue | undefined,
  upper: AttributeValue | undefined,
): boolean => {
  if (!value || !lower || !upper) return false;
  const [above, below] = [order(value, lower), order(value, upper)];
  return above !== undefined && below !== undefined && above >= 0 && below <= 0;
};

const hasPrefix = (value: AttributeValue, prefix: AttributeValue): boolean => {
  if (value.S !== undefined && prefix.S !== undefined) return value.S.startsWith(prefix.S);
  return Boolean(value.B && prefix.B && byteText(value.B).startsWith(byteText(prefix.B)));
};

const holds = (value: AttributeValue, part: AttributeValue): boolean => {
  if (value.S !== undefined) return part.S !== undefined && value.S.includes(part.S);
  if (value.L) return value.L.some((member) => isEqual(member, part));
  if (value.SS) return part.S !== undefined && value.SS.includes(part.S);
  if (value.NS) return part.N !== undefined && value.NS.includes(part.N);
  const wanted = part.B && byteText(part.B);
  if (wanted === undefined) return false;
  if (value.B) return byteText(value.B).includes(wanted);
  return Boolean(value.BS?.some((member) => byteText(member) === wanted));
};

const comparisons = {
  '<': (sign: number) => sign < 0,
  '<=': (sign: number) => sign <= 0,
  '>': (sign: number) => sign > 0,
  '>=': (sign: number) => sign >= 0,
} as const;

const answer = (
  name: string,
  value: AttributeValue | undefined,
  other: AttributeValue | undefined,
): boolean => {
  if (name === 'attribute_exists') return value !== undefined;
  if (name === 'attribute_not_exists') return value === undefined;
  if (value === undefined || other === undefined) return false;
  if (name === 'attribute_type') return typeOf(value) === other.S;
  return name === 'begins_with' ? hasPrefix(value, other) : holds(value, other);
};

/** Whether an item, or the absence of one as `{}`, fulfils a condition or filter. */
export const matches = (condition: Condition, item: Readonly<Item>, values: Values): boolean => {
  if (condition.type === 'and') return condition.args.every((each) => matches(each, item, values));
  if (condition.type === 'or') return condition.args.some((each) => matches(each, item, values));
  if (condition.type === 'not') return !matches(condition.args[0], item, values);
  const [value, other, upper] = condition.args.map((operand) => resolve(operand, item, values));
  switch (condition.type) {
    case '=':
      return isEqual(value, other);
    case '<>':
      return !isEqual(value, other);
    case 'between':
      return isBetween(value, other, upper);
    case 'in':
      return condition.args
        .slice(1)
        .some((operand) => isEqual(value, resolve(operand, item, values)));
    case 'function':
      return answer(condition.name, value, other);
    default: {
      const sign = value && other && order(value, other);
      return sign !== undefined && comparisons[condition.type](sign);
    }
  }
};

const isOrdered = (value: AttributeValue): boolean => ['S', 'N', 'B'].includes(typeOf(value));

const shown = (value: AttributeValue): string => {
  const type = typeOf(value);
  return `AttributeValue: {${type}:${value.S ?? value.N ?? Buffer.from(value.B ?? []).toString('base64')}}`;
};

const given = (operand: Operand, values: Values): AttributeValue | undefined =>
  'placeholder' in operand ? values[operand.placeholder] : undefined;

const checkBounds = (field: string, lower: AttributeValue, upper: AttributeValue): void => {
  if ((order(lower, upper) ?? 0) > 0)
    throw validation(
      `Invalid ${field}: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: ${shown(lower)}, upper bound operand: ${shown(upper)}`,
    );
};

/** Refuses literal operands that have no order, and BETWEEN with its bounds the wrong way round. */
export const checkOperands = (field: string, condition: Condition, values: Values): void => {
  if (condition.type === 'and' || condition.type === 'or' || condition.type === 'not') {
    for (const each of condition.args) checkOperands(field, each, values);
    return;
  }
  if (!(condition.type in comparisons) && condition.type !== 'between') return;
  const literals = condition.args.map((operand) => given(operand, values));
  const wrong = literals.find((value) => value && !isOrdered(value));
  if (wrong)
    throw validation(
      `Invalid ${field}: Incorrect operand type for operator or function; operator or function: ${condition.type.toUpperCase()}, operand type: ${typeOf(wrong)}`,
    );
  const [, lower, upper] = literals;
  if (condition.type === 'between' && lower && upper) checkBounds(field, lower, upper);
};
