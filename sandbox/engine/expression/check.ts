import { knownFunctions } from './functions.ts';

/** A node of JSONata's syntax tree, as far as it is read here. */
interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly arguments?: readonly Node[];
  readonly procedure?: Node;
  readonly steps?: readonly Node[];
  readonly lhs?: unknown;
  readonly focus?: string;
  readonly index?: string;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** All parts of a node, whatever JSONata calls them. */
const partsOf = (node: Node): unknown[] =>
  Object.entries(node)
    .filter(([name]) => !['position', 'value', 'type', 'ancestor', 'slot'].includes(name))
    .map(([, part]) => part);

const namesBoundIn = (node: unknown): string[] => {
  if (!isNode(node)) return [];
  const inner = partsOf(node).flatMap(namesBoundIn);
  if (node.type === 'bind' && isNode(node.lhs)) return [String(node.lhs.value), ...inner];
  if (node.type === 'lambda')
    return [...(node.arguments ?? []).map(({ value }) => String(value)), ...inner];
  return [...inner, ...[node.focus, node.index].filter((name) => name !== undefined)];
};

const functionProblem = (node: Node, local: ReadonlySet<string>): string | undefined => {
  const { procedure } = node;
  if (procedure?.type !== 'variable') return undefined;
  const name = String(procedure.value);
  if (name === 'toMillis' && (node.arguments?.length ?? 0) > 1)
    return 'the function $toMillis with a picture is not supported: it reads the real date';
  if (name === 'eval' || knownFunctions.has(name) || local.has(name)) return undefined;
  return `the function $${name} is not supported`;
};

const variableProblem = (node: Node): string | undefined => {
  if (node.value === 'eval')
    return 'the function $eval is not supported: Step Functions disables it';
  if (node.value === '$') return "the reference to '$$' is not supported";
  return undefined;
};

const problemsOf = (node: unknown, local: ReadonlySet<string>): string[] => {
  if (!isNode(node)) return [];
  const own =
    node.type === 'variable'
      ? variableProblem(node)
      : node.type === 'function' || node.type === 'partial'
        ? functionProblem(node, local)
        : undefined;
  return [...(own ? [own] : []), ...partsOf(node).flatMap((part) => problemsOf(part, local))];
};

/** Names read from the context item, which does not exist at the top level of an expression. */
const topLevelNames = (node: unknown): string[] => {
  if (Array.isArray(node)) return node.flatMap(topLevelNames);
  if (!isNode(node)) return [];
  if (node.type === 'variable' && node.value === '') return ['$'];
  if (node.type === 'name' || node.type === 'wildcard' || node.type === 'descendant')
    return [String(node.value)];
  if (node.type === 'path') return topLevelNames(node.steps?.[0]);
  if (node.type === 'transform' || node.type === 'sort') return [];
  const { stages: _, predicate: __, group: ___, ...outer } = node as Record<string, unknown>;
  return partsOf(outer).flatMap(topLevelNames);
};

/** What `$states` holds only where something has ended. */
export type ResultName = 'result' | 'errorOutput';

const resultIn = ({ type, steps: [first, second] = [] }: Node): ResultName[] => {
  if (type !== 'path' || first?.type !== 'variable' || first.value !== 'states') return [];
  return second?.value === 'result' || second?.value === 'errorOutput' ? [second.value] : [];
};

/** The results that an expression reads. */
export const resultsReadIn = (node: unknown): ResultName[] =>
  isNode(node) ? [...resultIn(node), ...partsOf(node).flatMap(resultsReadIn)] : [];

/** What AWS or this engine refuses in an expression, one sentence each. */
export const problemsInTree = (tree: unknown): string[] => [
  ...problemsOf(tree, new Set(namesBoundIn(tree))),
  ...topLevelNames(tree).map(
    (name) => `the reference to '${name}' at the top level is not supported`,
  ),
];
