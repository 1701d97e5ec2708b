import type { CallRecord } from '../account/call-log.ts';
import type { FaultPlan } from '../account/faults.ts';
import type { Stack } from '../account/stack.ts';
import type { InvariantWatch, Violation } from '../invariants/probe.ts';
import type { Rehearsal, RehearsalOutcome } from '../rehearsal.ts';
import { rehearseWith } from '../rehearse.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { type Coverage, coverageOf, type States, together } from './coverage.ts';
import { playInterventions } from './deeds.ts';
import { effectOf } from './effects.ts';
import { whyUnended } from './endings.ts';
import type { CallSite, PlannedFault, Schedule } from './schedule.ts';

/** A call that a rehearsal made, and what it did. */
export interface SeenCall extends CallSite {
  readonly mutating: boolean;
  readonly effect: string;
  /** The state of the newest execution by then; empty before the first. */
  readonly state: string;
}

/** What came of a schedule. */
export interface Trial extends Coverage {
  readonly schedule: Schedule;
  readonly outcome: RehearsalOutcome;
  readonly virtualSeconds: number;
  readonly violations: readonly Violation[];
  readonly calls: readonly SeenCall[];
  /** Faults that a call has met. */
  readonly met: number;
  readonly checks: number;
  readonly wallMs: number;
}

/** Every rule has another action in front, which a rollout must leave as it is. */
const rule = { authenticates: true } as const;

/** A held run waits for the rest of the story; a part of it is enough here. */
const longestMinutes = 75;

const explored = (scenario: Scenario): Scenario => ({
  ...scenario,
  world: (cast) => ({ rule, ...scenario.world?.(cast) }),
  ...(scenario.expected === 'held' && {
    horizonMinutes: Math.min(scenario.horizonMinutes, longestMinutes),
  }),
});

export const scenarioNamed = (name: string): Scenario => {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found) return explored(found);
  throw new Error(`There is no scenario ${name}.`);
};

const planOf = (faults: readonly PlannedFault[]): FaultPlan => {
  const byCall = Map.groupBy(faults, (each) => `${each.function} ${each.service} ${each.action}`);
  return ({ function: name, service, action, occurrence: nth }) =>
    byCall
      .get(`${name} ${service} ${action}`)
      ?.find(({ occurrence, times = 1 }) => nth >= occurrence && nth < occurrence + times)?.fault;
};

/** Tells in which state the newest execution was at a virtual second. */
const stateReader = ({ account, stepFunctions }: Stack): ((at: number) => string) => {
  const entries = [...stepFunctions.executions.values()]
    .flatMap(({ history }) => history)
    .filter(({ type }) => type.endsWith('StateEntered'))
    .map(({ timestamp, details }) => ({
      at: (timestamp - account.startedAt) / 1_000,
      name: String(details.name),
    }))
    .toSorted((one, other) => one.at - other.at);
  return (at) => entries.findLast((entry) => entry.at <= at)?.name ?? '';
};

const seenCall = (record: Readonly<CallRecord>, state: string): SeenCall => {
  const { function: name, service, action, occurrence, mutating } = record;
  return {
    state,
    function: name,
    service,
    action,
    occurrence,
    mutating,
    effect: mutating ? effectOf(record) : '',
  };
};

const statesOf = (stack: Stack): States => {
  const { definition } = stack.account.callAs('operator', 'SFN', 'DescribeStateMachine', {
    stateMachineArn: stack.rolloutMachineArn,
  }) as { definition: string };
  return (JSON.parse(definition) as { States: States }).States;
};

const wholeCoverage = (stack: Stack): Coverage => {
  const states = statesOf(stack);
  return together(
    [...stack.stepFunctions.executions.values()].map((each) => coverageOf(each, states)),
  );
};

const trialOf = (
  schedule: Schedule,
  rehearsal: Rehearsal,
  stack: Stack,
  watch: InvariantWatch,
): Trial => {
  const unended = whyUnended(stack).map((sentence) => ({
    invariant: 'every-run-ends',
    at: rehearsal.virtualSeconds,
    sentence,
  }));
  const { records } = stack.account.log;
  const stateAt = stateReader(stack);
  return {
    ...wholeCoverage(stack),
    schedule,
    outcome: rehearsal.outcome,
    virtualSeconds: rehearsal.virtualSeconds,
    violations: [...watch.violations, ...unended],
    calls: records
      .filter(({ index }) => index >= 0)
      .map((record) => seenCall(record, stateAt(record.at))),
    met: records.filter(({ fault }) => fault !== null).length,
    checks: rehearsal.invariants.reduce((sum, { checks }) => sum + checks, 0),
    wallMs: rehearsal.wallMs,
  };
};

const given = <Value>(value: Value | undefined): Value => {
  if (value !== undefined) return value;
  throw new Error('The rehearsal has not begun.');
};

/** Rehearses a schedule and looks whether every invariant held and every run has an end. */
export const tryOut = async (schedule: Schedule): Promise<Trial> => {
  const named = scenarioNamed(schedule.scenario);
  const scenario = { ...named, sample: schedule.sample ?? named.sample };
  let begun: Stack | undefined;
  let watched: InvariantWatch | undefined;
  const stack = (): Stack => given(begun);
  const rehearsal = await rehearseWith(
    scenario,
    { workflow: scenario.workflow, scenario: scenario.name, seed: schedule.seed },
    {
      faults: planOf(schedule.faults),
      play: playInterventions(schedule.interventions, stack),
      onStack: (each) => {
        begun = each;
      },
      onInvariants: (each) => {
        watched = each;
      },
    },
  );
  return trialOf(schedule, rehearsal, stack(), given(watched));
};
