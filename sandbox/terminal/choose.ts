import { InvalidInputError, type Mistake } from '../../functions/platform/errors.ts';
import type { RehearsalOutcome } from '../rehearsal.ts';

/** An entry of the catalogue of scenarios. */
export interface Scenario {
  readonly workflow: string;
  readonly name: string;
  /** What the scenario shows, in one sentence. */
  readonly story: string;
  readonly expected: RehearsalOutcome;
  /** The sample of the catalogue that it uses. */
  readonly sample: string;
}

/** What the demo shows, in order. */
const demo = ['good', 'errors', 'telemetry-outage'];

const refuse = (mistake: Mistake): never => {
  throw new InvalidInputError('the command line', [mistake]);
};

const ofWorkflow = (scenarios: readonly Scenario[], workflow: string): readonly Scenario[] => {
  const found = scenarios.filter((scenario) => scenario.workflow === workflow);
  if (found.length > 0) return found;
  const allowed = [...new Set(scenarios.map((scenario) => scenario.workflow))].join(', ');
  return refuse({ path: 'workflow', value: JSON.stringify(workflow), allowed });
};

const named = (scenarios: readonly Scenario[], name: string): Scenario =>
  scenarios.find((scenario) => scenario.name === name) ??
  refuse({
    path: 'scenario',
    value: JSON.stringify(name),
    allowed: scenarios.map((scenario) => scenario.name).join(', '),
  });

/**
 * The scenarios to run: the demo without a workflow, `good` without a scenario.
 *
 * @throws InvalidInputError for an unknown workflow or scenario.
 */
export const chooseScenarios = (
  scenarios: readonly Scenario[],
  workflow: string | undefined,
  scenario: string | undefined,
): readonly Scenario[] => {
  const offered = ofWorkflow(scenarios, workflow ?? 'rollout');
  if (workflow === undefined) return demo.map((name) => named(offered, name));
  return [named(offered, scenario ?? 'good')];
};

/**
 * The scenarios to list: all, or those of one workflow.
 *
 * @throws InvalidInputError for an unknown workflow.
 */
export const listScenarios = (
  scenarios: readonly Scenario[],
  workflow: string | undefined,
): readonly Scenario[] => (workflow === undefined ? scenarios : ofWorkflow(scenarios, workflow));
