import jsonata from 'jsonata';
import { problemsInTree, type ResultName, resultsReadIn } from './check.ts';
import { type Direct, directOf } from './direct.ts';

/** What an expression may refer to by `$name`. */
export type Bindings = Readonly<Record<string, unknown>>;

export interface Expression {
  /** The text between `{%` and `%}`, without the spaces around it. */
  readonly source: string;
  /** The results in `$states` that it reads. */
  readonly reads: readonly ResultName[];
  /** Answers without waiting where the expression and what it refers to are simple. */
  readonly direct: Direct | undefined;
  /** Rejects with whatever JSONata throws; resolves to undefined where the expression has no value. */
  evaluate(bindings: Bindings): Promise<unknown>;
}

type Compiled = Expression | { readonly problems: readonly string[] };

const compiledBySource = new Map<string, Compiled>();

const messageOf = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'message' in thrown
    ? String(thrown.message)
    : String(thrown);

const compileOnce = (source: string): Compiled => {
  try {
    const expression = jsonata(source);
    const tree = expression.ast();
    const problems = problemsInTree(tree);
    if (problems.length > 0) return { problems };
    return {
      source,
      reads: resultsReadIn(tree),
      direct: directOf(tree),
      evaluate: (bindings) => expression.evaluate(undefined, { ...bindings }),
    };
  } catch (thrown) {
    return { problems: [`the JSONata expression cannot be parsed: ${messageOf(thrown)}`] };
  }
};

const isMarked = (text: string): boolean => text.startsWith('{%') && text.endsWith('%}');

/** Whether a text begins like an expression: AWS refuses it if it does not end like one. */
export const isExpression = (text: string): boolean => text.startsWith('{%');

/** Compiles a text of the form `{% ... %}`, once for all machines of the process. */
export const compileExpression = (text: string): Compiled => {
  if (!isMarked(text)) return { problems: ['an expression that begins with {% must end with %}'] };
  const source = text.slice(2, -2).trim();
  const known = compiledBySource.get(source) ?? compileOnce(source);
  compiledBySource.set(source, known);
  return known;
};

/** Why an evaluation failed, in AWS's words for the field it belongs to. */
export class EvaluationFailure extends Error {
  override readonly name = 'EvaluationFailure';
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** @throws EvaluationFailure when the expression throws or has no value. */
export const evaluateExpression = async (
  expression: Expression,
  field: string,
  bindings: Bindings,
): Promise<unknown> => {
  const subject = `The JSONata expression '${expression.source}' specified for the field '${field}'`;
  const result = await expression.evaluate(bindings).catch((thrown: unknown) => {
    throw new EvaluationFailure(
      field,
      `${subject} threw an error during evaluation. ${messageOf(thrown)}`,
    );
  });
  if (result === undefined)
    throw new EvaluationFailure(field, `${subject} returned nothing (undefined).`);
  return result;
};
