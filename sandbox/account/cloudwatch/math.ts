import { NotSimulatedError } from '../service.ts';
import { validationError } from './exceptions.ts';
import { type MathNode, parseMath } from './math-parser.ts';

/** Datapoints by the beginning of their period, in milliseconds since the epoch, oldest first. */
export type Points = ReadonlyMap<number, number>;

export type MathValue = number | Points | readonly Points[];

/** What an expression can see: other results by id, and the periods of the whole request. */
export interface MathScope {
  readonly resolve: (id: string) => MathValue;
  readonly periods: readonly number[];
}

const isList = (value: MathValue): value is readonly Points[] => Array.isArray(value);
const isNumber = (value: MathValue): value is number => typeof value === 'number';

const operators: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  '&&': (left, right) => Number(left !== 0 && right !== 0),
  OR: (left, right) => Number(left !== 0 || right !== 0),
  '||': (left, right) => Number(left !== 0 || right !== 0),
};

const reducers: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  MAX: (values) => Math.max(...values),
  MIN: (values) => Math.min(...values),
};

const mapPoints = (points: Points, change: (value: number, at: number) => number | undefined) => {
  const changed = new Map<number, number>();
  for (const [at, value] of points) {
    const result = change(value, at);
    if (result !== undefined && Number.isFinite(result)) changed.set(at, result);
  }
  return changed;
};

/** Between two series a point exists only where both have one; so it is in CloudWatch. */
const combine = (
  left: MathValue,
  right: MathValue,
  apply: (left: number, right: number) => number,
): MathValue => {
  if (isList(left)) return left.map((item) => combine(item, right, apply) as Points);
  if (isList(right)) return right.map((item) => combine(left, item, apply) as Points);
  if (isNumber(left)) {
    if (isNumber(right)) return apply(left, right);
    return mapPoints(right, (value) => apply(left, value));
  }
  if (isNumber(right)) return mapPoints(left, (value) => apply(value, right));
  return mapPoints(left, (value, at) => {
    const other = right.get(at);
    return other === undefined ? undefined : apply(value, other);
  });
};

const reduce = (name: string, value: MathValue): MathValue => {
  const apply = reducers[name];
  if (apply === undefined || isNumber(value)) {
    throw validationError(`Error in expression: ${name} needs a time series`);
  }
  if (!isList(value)) return value.size === 0 ? new Map() : apply([...value.values()]);
  const gathered = new Map<number, number[]>();
  for (const points of value) {
    for (const [at, point] of points) gathered.set(at, [...(gathered.get(at) ?? []), point]);
  }
  const moments = [...gathered].sort(([one], [other]) => one - other);
  return new Map(moments.map(([at, points]) => [at, apply(points)]));
};

/**
 * Fills the gaps of a series. A series without any datapoint stays empty, the more careful reading
 * of AWS's silence: a metric that does not exist must not turn into zeros.
 */
const fill = (value: MathValue, filler: MathNode | undefined, scope: MathScope): MathValue => {
  if (isList(value)) return value.map((item) => fill(item, filler, scope) as Points);
  const repeats = filler?.kind === 'name' && filler.name === 'REPEAT';
  if (filler === undefined || (filler.kind === 'name' && !repeats)) {
    throw new NotSimulatedError('the sandbox simulates FILL with a number or REPEAT only.');
  }
  const constant = repeats ? undefined : evaluate(filler, scope);
  if (isNumber(value) || (constant !== undefined && !isNumber(constant))) {
    throw validationError('Error in expression: FILL needs a time series and a number');
  }
  if (value.size === 0) return value;
  const filled = new Map<number, number>();
  let last: number | undefined = constant;
  for (const at of scope.periods) {
    const point = value.get(at) ?? last;
    if (point !== undefined) filled.set(at, point);
    if (repeats) last = point;
  }
  return filled;
};

const choose = (condition: MathValue, yes: MathValue, no: MathValue | undefined): MathValue => {
  if (isList(condition) || isList(yes) || (no !== undefined && isList(no))) {
    throw new NotSimulatedError('the sandbox simulates IF for single series only.');
  }
  const pick = (branch: number | Points | undefined, at: number): number | undefined =>
    branch === undefined || isNumber(branch) ? branch : branch.get(at);
  if (isNumber(condition)) return condition !== 0 ? yes : (no ?? new Map());
  return mapPoints(condition, (holds, at) => pick(holds !== 0 ? yes : no, at));
};

const call = (node: MathNode & { kind: 'call' }, scope: MathScope): MathValue => {
  const [first, second, third] = node.arguments;
  if (first !== undefined && node.name in reducers && second === undefined) {
    return reduce(node.name, evaluate(first, scope));
  }
  if (first !== undefined && node.name === 'FILL' && third === undefined) {
    return fill(evaluate(first, scope), second, scope);
  }
  if (first !== undefined && second !== undefined && node.name === 'IF') {
    const otherwise = third === undefined ? undefined : evaluate(third, scope);
    return choose(evaluate(first, scope), evaluate(second, scope), otherwise);
  }
  throw new NotSimulatedError(
    `the sandbox does not simulate the metric math function ${node.name} with ${node.arguments.length} arguments.`,
  );
};

const evaluate = (node: MathNode, scope: MathScope): MathValue => {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'name':
      return scope.resolve(node.name);
    case 'list':
      return node.items.flatMap((item) => {
        const value = evaluate(item, scope);
        if (isNumber(value)) throw validationError('Error in expression: a list holds time series');
        return isList(value) ? value : [value as Points];
      });
    case 'negation':
      return combine(0, evaluate(node.operand, scope), (left, right) => left - right);
    case 'operation': {
      const apply = operators[node.operator];
      if (apply === undefined) throw validationError(`Error in expression: ${node.operator}`);
      return combine(evaluate(node.left, scope), evaluate(node.right, scope), apply);
    }
    case 'call':
      return call(node, scope);
  }
};

/** @throws the SDK's ValidationError, or NotSimulatedError for a function the sandbox lacks. */
export const evaluateMath = (expression: string, scope: MathScope): MathValue =>
  evaluate(parseMath(expression), scope);
