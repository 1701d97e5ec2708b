import type { EngineCase } from './engine/a-case.ts';
import { branchErrorCases } from './engine/branch-error-cases.ts';
import { catchCases } from './engine/catch-cases.ts';
import { choiceCases } from './engine/choice-cases.ts';
import { endCases } from './engine/end-cases.ts';
import { errorNameCases } from './engine/error-name-cases.ts';
import { executionCases } from './engine/execution-cases.ts';
import { expressionCases } from './engine/expression-cases.ts';
import { iterationErrorCases } from './engine/iteration-error-cases.ts';
import { mapCases } from './engine/map-cases.ts';
import { parallelCases } from './engine/parallel-cases.ts';
import { passCases } from './engine/pass-cases.ts';
import { retryCases } from './engine/retry-cases.ts';
import { taskCases } from './engine/task-cases.ts';
import { tokenCases } from './engine/token-cases.ts';
import { waitCases } from './engine/wait-cases.ts';

/** What Step Functions does with small machines, by topic: the same for every interpreter. */
export const engineCases: Readonly<Record<string, readonly EngineCase[]>> = {
  Pass: passCases,
  'Succeed and Fail': endCases,
  Choice: choiceCases,
  Wait: waitCases,
  Task: taskCases,
  Retry: retryCases,
  Catch: [...catchCases, ...errorNameCases],
  'a task that waits for its token': tokenCases,
  Parallel: [...parallelCases, ...branchErrorCases],
  Map: [...mapCases, ...iterationErrorCases],
  'an execution': executionCases,
  expressions: expressionCases,
};
