import { validation } from './errors.ts';
import { type Decimal, decimal } from './parsers.ts';

const numberSyntax = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
/** Short numbers as DynamoDB returns them; almost all are. */
const shortNormal = /^(0|-?[1-9]\d{0,14}|-?(0|[1-9]\d{0,14})\.\d{0,17}[1-9])$/;

const checked = (value: Decimal): string => {
  if (value.c.length === 1 && value.c[0] === 0) return '0';
  if (value.e > 125)
    throw validation(
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  if (value.e < -130)
    throw validation(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  if (value.c.length > 38)
    throw validation('Attempting to store more than 38 significant digits in a Number');
  return value.toFixed();
};

/** The number as DynamoDB returns it: without exponent, leading or trailing zeros. */
export const normalNumber = (text: string): string => {
  if (shortNormal.test(text)) return text;
  if (!numberSyntax.test(text))
    throw validation(`The parameter cannot be converted to a numeric value: ${text}`);
  return checked(decimal(text));
};

export const sum = (left: string, right: string): string => checked(decimal(left).plus(right));

export const difference = (left: string, right: string): string =>
  checked(decimal(left).minus(right));
