import * as z from 'zod';
import type { ResultName } from './expression/check.ts';
import { knownFunctions } from './expression/functions.ts';
import { compileTemplate, type Template } from './expression/template.ts';
import { predefinedErrors } from './failure.ts';
import { longestSeconds } from './limits.ts';

/** Compiles a field's expressions; what is wrong with them is reported at their place. */
export const compiled = (...seen: readonly ResultName[]) => {
  return (value: unknown, context: z.RefinementCtx): Template =>
    compileTemplate(value, seen, (message, path) =>
      context.addIssue({ code: 'custom', message, path: [...path] }),
    );
};

/** A JSON value in which texts may be JSONata expressions. */
export const template = z.unknown().transform(compiled());

const isExpressionText = (value: unknown): boolean =>
  typeof value === 'string' && value.startsWith('{%');

const literalOrExpression = (isLiteral: (value: unknown) => boolean, allowed: string) =>
  z
    .unknown()
    .refine((value) => isLiteral(value) || isExpressionText(value), {
      message: `${allowed}, or an expression`,
      abort: true,
    })
    .pipe(template);

/** A whole number of seconds or iterations, literal or computed. */
export const wholeNumber = (least: number, most = longestSeconds) =>
  literalOrExpression(
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
    `a whole number from ${least} to ${most}`,
  );

export const text = literalOrExpression((value) => typeof value === 'string', 'a text');

export const flag = literalOrExpression((value) => typeof value === 'boolean', 'true or false');

const isVariableName = (name: string): boolean =>
  /^[\p{ID_Start}][\p{ID_Continue}]*$/u.test(name) && name.length <= 80;

/**
 * Variables to set: identifiers of at most 80 characters, of which AWS reserves `states`. A variable
 * with a function's name is refused too: it would be that function until it is assigned.
 */
const variables = z.record(
  z
    .string()
    .refine(isVariableName, { message: 'an identifier of at most 80 characters' })
    .refine((name) => name !== 'states' && !knownFunctions.has(name), {
      message: 'a name that is not reserved',
    }),
  z.unknown(),
);

/** What leaves a state, a choice rule or a catcher, and which results its expressions may read. */
export const leaving = (...seen: readonly ResultName[]) => ({
  Output: z
    .unknown()
    .transform(compiled(...seen))
    .optional(),
  Assign: variables.transform(compiled(...seen)).optional(),
});

const isErrorName = (name: string): boolean =>
  !name.startsWith('States.') || predefinedErrors.some((known) => known === name);

export const errorEquals = z
  .array(z.string().refine(isErrorName, { message: 'a name that Step Functions defines' }))
  .min(1)
  .refine((names) => !names.includes('States.ALL') || names.length === 1, {
    message: 'States.ALL alone',
  });

/** States.ALL is taken only in the last retrier or catcher. */
export const wildcardLast = (
  rules: readonly { readonly ErrorEquals: readonly string[] }[],
): boolean => rules.slice(0, -1).every((rule) => !rule.ErrorEquals.includes('States.ALL'));

/** What every state may say. */
export const common = { Comment: z.string().optional() };

/** Where a state leads: exactly one of the two, checked by `oneWayOut`. */
export const wayOut = { Next: z.string().optional(), End: z.literal(true).optional() };

export const oneWayOut = (state: { Next?: string; End?: true }): boolean =>
  (state.Next === undefined) !== (state.End === undefined);

export const oneWayOutMessage = { message: 'exactly one of Next and End' };
