import type { Bindings } from './expression.ts';

/** A node of JSONata's syntax tree, as far as it is read here. */
interface Node {
  readonly type?: unknown;
  readonly value?: unknown;
  readonly steps?: unknown;
  readonly lhs?: unknown;
  readonly rhs?: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Whether a node says nothing beside the given fields: no filter, no grouping, no sorting. */
const saysOnly = (node: Node, fields: readonly string[]): boolean =>
  Object.keys(node).every((field) => field === 'position' || fields.includes(field));

const nameIn = (node: unknown, type: 'variable' | 'name' | 'string'): string | undefined => {
  if (!isNode(node) || node.type !== type || !saysOnly(node, ['type', 'value'])) return undefined;
  return typeof node.value === 'string' && node.value !== '' ? node.value : undefined;
};

/** The names of `$a.b.c`; undefined for everything else. */
const pathIn = (node: unknown): readonly string[] | undefined => {
  const variable = nameIn(node, 'variable');
  if (variable !== undefined) return [variable];
  if (!isNode(node) || node.type !== 'path' || !saysOnly(node, ['type', 'steps'])) return undefined;
  const [first, ...rest] = Array.isArray(node.steps) ? node.steps : [];
  const names = [nameIn(first, 'variable'), ...rest.map((step) => nameIn(step, 'name'))];
  return names.every((name) => name !== undefined) ? names : undefined;
};

/** JSONata looks into lists and treats its own functions differently. */
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !('_jsonata_function' in value) &&
  !('_jsonata_lambda' in value);

/** What a simple expression answers, or undefined where only JSONata knows. */
export type Direct = (bindings: Bindings) => unknown;

const follow =
  (names: readonly string[]): Direct =>
  (bindings) => {
    let value: unknown = bindings;
    for (const name of names) {
      if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
      value = value[name];
    }
    return typeof value !== 'object' || value === null || isRecord(value) ? value : undefined;
  };

const compare =
  (path: Direct, text: string): Direct =>
  (bindings) => {
    const value = path(bindings);
    return value === undefined ? undefined : value === text;
  };

/**
 * The short way for `$a.b.c` and `$a.b = 'text'`, of which machines mostly consist: JSONata makes
 * a frame, a sequence for each step and a dozen promises of them, which took a hundredfold.
 */
export const directOf = (tree: unknown): Direct | undefined => {
  const whole = pathIn(tree);
  if (whole !== undefined) return follow(whole);
  if (!isNode(tree) || tree.type !== 'binary' || tree.value !== '=') return undefined;
  const [path, text] = [pathIn(tree.lhs), nameIn(tree.rhs, 'string')];
  if (path === undefined || text === undefined) return undefined;
  return saysOnly(tree, ['type', 'value', 'lhs', 'rhs']) ? compare(follow(path), text) : undefined;
};
