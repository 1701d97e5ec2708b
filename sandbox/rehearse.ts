import { setTimeout as pause } from 'node:timers/promises';
import { InvalidInputError } from '../functions/platform/errors.ts';
import { loggedCall } from './account/call-log.ts';
import type { Stack } from './account/stack.ts';
import { endOf, isOver, regressionOf, storedRuns, toldExecution } from './outcome.ts';
import { toVisits } from './recording.ts';
import type { Rehearsal } from './rehearsal.ts';
import { installSandbox } from './runtime.ts';
import { scenarios } from './scenarios/catalogue.ts';
import { minutes, type Scenario } from './scenarios/scenario.ts';
import { type Additions, type Rehearsing, type Staged, setUp } from './set-up.ts';

installSandbox();

/** After the last run has ended, late calls and the guardian still get time to show what they do. */
const aftermathMinutes = 3;

/** Lets the clock follow the real one, so that what is read over the network has time to arrive. */
const followRealTime = async ({ clock }: Stack['account'], until: number, done = () => false) => {
  while (clock.now < until && !done()) {
    await clock.drive(Math.min(until, Date.now()), done);
    await pause(5);
  }
};

const playOut = async (
  scenario: Scenario,
  staged: Staged,
  { play, quietFrom = 0, live }: Additions,
): Promise<number> => {
  const { stage, stack, script, seconds, beganAt } = staged;
  const { clock, defects } = stack.account;
  const drive = (until: number, done?: () => boolean): Promise<void> =>
    live === undefined ? clock.drive(until, done) : followRealTime(stack.account, until, done);
  stage.at(1, '', () => stage.deploy({ revision: script.cast.canaryRevision, requestId: 'first' }));
  scenario.play?.(stage);
  play?.(stage);
  const horizon = beganAt + minutes(scenario.horizonMinutes) * 1000;
  await drive(horizon, () => isOver(stack, scenario.told));
  const endedAt = seconds();
  const quietAt = Math.max(clock.now, beganAt + quietFrom * 1000);
  await drive(quietAt + minutes(scenario.aftermathMinutes ?? aftermathMinutes) * 1000);
  if (defects.length > 0) throw new AggregateError(defects, 'The sandbox itself is at fault.');
  return endedAt;
};

const resultOf = (scenario: Scenario, asked: Rehearsing, staged: Staged, endedAt: number) => {
  const { stack, recording, script, invariants } = staged;
  const execution = toldExecution(stack, scenario.told);
  const run = storedRuns(stack).find(({ id }) => id === execution?.identity.name);
  const states = toVisits(recording.visitsOf.get(execution?.identity.arn ?? '') ?? []);
  const evidence = recording.evidenceOf.get(run?.id ?? '') ?? [];
  const rehearsal: Omit<Rehearsal, 'wallMs'> = {
    workflow: scenario.workflow,
    scenario: scenario.name,
    seed: asked.seed,
    ...endOf(execution, run, recording),
    states,
    calls: stack.account.log.records.map(loggedCall),
    notifications: recording.notifications,
    evidence,
    invariants: [],
    virtualSeconds: endedAt,
    expected: scenario.expected,
    story: scenario.story,
    plan: script.plan,
    startedAt: staged.beganAt,
    weights: recording.weights,
    regression: regressionOf(scenario, recording.weights, states, evidence),
    interventions: recording.interventions,
    historyEvents: execution?.history.length ?? 0,
  };
  invariants.end(JSON.stringify(rehearsal));
  return { ...rehearsal, invariants: invariants.results() };
};

/**
 * Plays a scenario in a fresh simulated account: the real machine and the real handlers on a virtual
 * clock. The same scenario, seed and service give the same rehearsal but for `wallMs`.
 *
 * @throws InvalidInputError for a service file that is no valid entry.
 */
export const rehearseWith = async (
  scenario: Scenario,
  asked: Rehearsing,
  additions: Additions = {},
): Promise<Rehearsal> => {
  const began = performance.now();
  const staged = await setUp(scenario, asked, additions);
  const endedAt = await playOut(scenario, staged, additions);
  const result = resultOf(scenario, asked, staged, endedAt);
  asked.watch?.({ kind: 'end', at: endedAt, outcome: result.outcome });
  additions.onInvariants?.(staged.invariants);
  return { ...result, wallMs: performance.now() - began };
};

/** Plays a scenario by its name. @throws InvalidInputError for a name that is not known. */
export const rehearse = async (asked: Rehearsing): Promise<Rehearsal> => {
  const scenario = scenarios.find(
    ({ workflow, name }) => workflow === asked.workflow && name === asked.scenario,
  );
  if (scenario) return rehearseWith(scenario, asked);
  throw new InvalidInputError('the rehearsal', [
    {
      path: 'scenario',
      value: JSON.stringify(asked.scenario),
      allowed: scenarios.map(({ name }) => name).join(', '),
    },
  ]);
};
