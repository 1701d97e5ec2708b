import type { ResultName } from './check.ts';
import {
  type Bindings,
  compileExpression,
  EvaluationFailure,
  type Expression,
  evaluateExpression,
  isExpression,
} from './expression.ts';
import { NotPlainError, plainCopy } from './plain.ts';

/** A JSON value of the machine in which any text may be an expression. */
export type Template =
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'list'; readonly items: readonly Template[] }
  | { readonly kind: 'record'; readonly fields: readonly (readonly [string, Template])[] };

type Report = (message: string, path: readonly (string | number)[]) => void;

const compileText = (
  text: string,
  seen: readonly ResultName[],
  report: Report,
  path: readonly (string | number)[],
): Template => {
  if (!isExpression(text)) return { kind: 'constant', value: text };
  const compiled = compileExpression(text);
  if ('problems' in compiled) {
    for (const problem of compiled.problems) report(problem, path);
    return { kind: 'constant', value: text };
  }
  for (const name of compiled.reads.filter((each) => !seen.includes(each)))
    report(`$states.${name} does not exist in this field`, path);
  return { kind: 'expression', expression: compiled };
};

const isConstant = (template: Template): boolean => template.kind === 'constant';

/**
 * Compiles all expressions of a value; a value without any becomes a constant. `seen` are the results
 * that exist where the value stands: AWS refuses a machine that reads another.
 */
export const compileTemplate = (
  value: unknown,
  seen: readonly ResultName[],
  report: Report,
  path: readonly (string | number)[] = [],
): Template => {
  if (typeof value === 'string') return compileText(value, seen, report, path);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => compileTemplate(item, seen, report, [...path, index]));
    return items.every(isConstant) ? { kind: 'constant', value } : { kind: 'list', items };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'constant', value };
  const fields = Object.entries(value).map(([name, item]) => {
    if (name.endsWith('.$')) report('a field of JSONPath (.$) is not supported', [...path, name]);
    return [name, compileTemplate(item, seen, report, [...path, name])] as const;
  });
  return fields.every(([, item]) => isConstant(item))
    ? { kind: 'constant', value }
    : { kind: 'record', fields };
};

/** The value of a template that needs no waiting, or undefined. */
const immediate = (template: Template, bindings: Bindings): unknown => {
  if (template.kind === 'constant') return template.value;
  return template.kind === 'expression' ? template.expression.direct?.(bindings) : undefined;
};

const resolve = async (template: Template, field: string, bindings: Bindings): Promise<unknown> => {
  switch (template.kind) {
    case 'constant':
      return template.value;
    case 'expression':
      return evaluateExpression(template.expression, field, bindings);
    case 'list': {
      const items: unknown[] = [];
      for (const [index, item] of template.items.entries())
        items.push(
          immediate(item, bindings) ?? (await resolve(item, `${field}[${index}]`, bindings)),
        );
      return items;
    }
    case 'record': {
      const record: Record<string, unknown> = {};
      for (const [name, item] of template.fields)
        record[name] =
          immediate(item, bindings) ?? (await resolve(item, `${field}/${name}`, bindings));
      return record;
    }
  }
};

/** A template's value as plain data that no later evaluation changes. */
export const resolveTemplate = async (
  template: Template,
  field: string,
  bindings: Bindings,
): Promise<unknown> => {
  try {
    return plainCopy(immediate(template, bindings) ?? (await resolve(template, field, bindings)));
  } catch (thrown) {
    if (!(thrown instanceof NotPlainError)) throw thrown;
    throw new EvaluationFailure(field, `The field '${field}' evaluated to a function.`);
  }
};
