import * as z from 'zod';
import { InvalidInputError, mistakeLine } from '../../functions/platform/errors.ts';
import { parse } from '../../functions/platform/parse.ts';
import { checkGraph, type Graph, graphFields } from './graph.ts';
import { longestSeconds } from './limits.ts';
import { UnsupportedMachineError } from './unsupported.ts';
import { shadowedVariables, stateNames } from './variables.ts';

/** A machine that was checked as a whole and is ready to run. */
export interface Machine extends Graph {
  readonly TimeoutSeconds?: number;
  /** The definition as it was given, for DescribeStateMachine. */
  readonly definition: unknown;
}

const checkNames = (graph: Graph, context: z.RefinementCtx): void => {
  for (const path of shadowedVariables(graph))
    context.addIssue({ code: 'custom', message: 'a name that no outer state assigns', path });
  const names = stateNames(graph);
  for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index)))
    context.addIssue({ code: 'custom', message: `only one state named '${name}'` });
};

const machine = z
  .strictObject({
    ...graphFields,
    QueryLanguage: z.literal('JSONata'),
    Version: z.literal('1.0').optional(),
    TimeoutSeconds: z.int().min(1).max(longestSeconds).optional(),
  })
  .superRefine(checkGraph)
  .superRefine(checkNames);

/**
 * Reads a definition in Amazon States Language and compiles its expressions.
 *
 * @param definition JSONata at the top level, references to functions resolved to ARNs.
 * @throws UnsupportedMachineError with every field, type, resource and function that is refused.
 */
export const loadMachine = (definition: unknown): Machine => {
  try {
    return { ...parse(machine, definition, 'The machine'), definition };
  } catch (thrown) {
    if (!(thrown instanceof InvalidInputError)) throw thrown;
    throw new UnsupportedMachineError(
      `The machine cannot be run: ${thrown.mistakes.map(mistakeLine).join('; ')}. Nothing was executed.`,
    );
  }
};
