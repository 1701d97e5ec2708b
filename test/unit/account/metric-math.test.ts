import { describe, expect, it } from 'vitest';
import {
  evaluateMath,
  type MathValue,
  type Points,
} from '../../../sandbox/account/cloudwatch/math.ts';

const periods = [0, 60, 120, 180];
const series: Readonly<Record<string, Points>> = {
  errors: new Map([[60, 3]]),
  requests: new Map([
    [0, 100],
    [60, 150],
    [120, 0],
  ]),
  late: new Map([[180, 5]]),
  none: new Map(),
};

const evaluate = (expression: string): MathValue =>
  evaluateMath(expression, {
    periods,
    resolve: (id) => {
      const found = series[id];
      if (found === undefined) throw new Error(`unresolved ${id}`);
      return found;
    },
  });

const points = (expression: string) => {
  const value = evaluate(expression);
  return value instanceof Map ? [...value] : value;
};

describe('metric math', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['-2 - -3', 1],
    ['10 / 4 / 5', 0.5],
    ['1 < 2 AND 2 <= 2', 1],
    ['1 > 2 || 3 != 3', 0],
    ['SUM(requests)', 250],
    ['AVG(requests)', 250 / 3],
    ['MAX(requests)', 150],
    ['MIN(requests)', 0],
    ['1.5e2', 150],
  ])('computes the number %s', (expression, expected) => {
    expect(evaluate(expression)).toBe(expected);
  });

  it.each([
    ['a point where both series have one', 'errors / requests', [[60, 0.02]]],
    [
      'no point for a division by zero',
      '1 / requests',
      [
        [0, 0.01],
        [60, 1 / 150],
      ],
    ],
    [
      'zeros in the gaps of FILL',
      'FILL(errors, 0)',
      [
        [0, 0],
        [60, 3],
        [120, 0],
        [180, 0],
      ],
    ],
    [
      'the last value in the gaps of REPEAT',
      'FILL(errors, REPEAT)',
      [
        [60, 3],
        [120, 3],
        [180, 3],
      ],
    ],
    ['nothing in FILL of a series without data', 'FILL(none, 0)', []],
    [
      'every point of a list',
      'SUM([errors, requests, late])',
      [
        [0, 100],
        [60, 153],
        [120, 0],
        [180, 5],
      ],
    ],
    [
      'the larger of a list',
      'MAX([errors, late])',
      [
        [60, 3],
        [180, 5],
      ],
    ],
    [
      'choices by point',
      'IF(requests > 120, requests, 0)',
      [
        [0, 0],
        [60, 150],
        [120, 0],
      ],
    ],
    ['choices without another branch', 'IF(requests > 120, 1)', [[60, 1]]],
    [
      'shares in percent',
      '100 * FILL(errors, 0) / requests',
      [
        [0, 0],
        [60, 2],
      ],
    ],
  ])('gives %s', (_, expression, expected) => {
    expect(points(expression)).toEqual(expected);
  });

  it.each([
    'RATE(errors)',
    'METRICS()',
    'FILL(errors, LINEAR)',
    'SEARCH(errors, 1)',
    'SUM(errors, 1)',
  ])('refuses %s by name', (expression) => {
    const [name = ''] = expression.split('(');

    expect(() => evaluate(expression)).toThrow(name);
    expect(() => evaluate(expression)).toThrow(/sandbox/);
  });

  it.each(['1 +', '(1', 'errors errors', '[errors', '* 2', 'a ^ b'])(
    'refuses %s as malformed',
    (expression) => {
      expect(() => evaluate(expression)).toThrow(`Invalid syntax in ${expression}`);
    },
  );
});
