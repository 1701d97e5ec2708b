import type { Site } from '../account/faults.ts';
import type { Stack } from '../account/stack.ts';
import type { InvariantWatch, Violation } from '../invariants/probe.ts';
import type { Rehearsal, RehearsalOutcome } from '../rehearsal.ts';
import { rehearseWith } from '../rehearse.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import type { EntryDraft, Scenario } from '../scenarios/scenario.ts';
import { type Coverage, coverageOf, together } from './coverage.ts';
import { type PlannedFault, type Schedule, siteName } from './schedule.ts';
import { callsIn, type SeenCall } from './seen-calls.ts';
import { statesOf, subjectOf } from './subject.ts';
import { type Counts, type Troubles, troublesOf } from './troubles.ts';

/** What came of a schedule. */
export interface Trial extends Coverage {
  readonly schedule: Schedule;
  readonly outcome: RehearsalOutcome;
  readonly virtualSeconds: number;
  readonly violations: readonly Violation[];
  /** How many executions were started. */
  readonly runs: number;
  readonly calls: readonly SeenCall[];
  /** Trouble that was met, by its kind. */
  readonly met: Counts;
  /** Interventions that were played, by their name. */
  readonly played: Counts;
  /** Checks of each invariant. */
  readonly checks: Counts;
}

/** Every rule has another action in front, which a rollout must leave as it is. */
const rule = { authenticates: true } as const;

/** Longer than every story with short bakes; of the waiting of a held run a part is enough here. */
const longestMinutes = 90;

/** How far into a rehearsal a trouble can reach, in minutes: a repeated one by a sweep a minute. */
const reachOf = (fault: PlannedFault): number => {
  if ('afterSeconds' in fault) return Math.max(...fault.afterSeconds) / 60;
  if ('seconds' in fault) return (fault.from + fault.seconds) / 60;
  return 'times' in fault && fault.times ? fault.times : 0;
};

const horizonOf = ({ expected, horizonMinutes }: Scenario, schedule: Schedule): number =>
  expected === 'held' || schedule.bakeMinutes !== undefined
    ? Math.min(horizonMinutes, longestMinutes + Math.max(0, ...schedule.faults.map(reachOf)))
    : horizonMinutes;

const withBakes =
  (minutes: number) =>
  (entry: EntryDraft): EntryDraft => {
    const bake = { minimumMinutes: minutes, maximumMinutes: minutes };
    const steps = entry.rollout?.steps as readonly { readonly weight: number }[] | undefined;
    const changed = steps?.map((step) => (step.weight < 100 ? { ...step, bake } : step));
    return { ...entry, rollout: { ...entry.rollout, ...(changed && { steps: changed }) } };
  };

const explored = (scenario: Scenario, schedule: Schedule): Scenario => {
  const { change = (entry) => entry } = scenario;
  const { bakeMinutes, sample = scenario.sample } = schedule;
  return {
    ...scenario,
    sample,
    horizonMinutes: horizonOf(scenario, schedule),
    change: bakeMinutes ? (entry) => withBakes(bakeMinutes)(change(entry)) : change,
    world: (cast) => ({ rule, ...scenario.world?.(cast) }),
  };
};

const scenarioOf = (schedule: Schedule): Scenario => {
  const { workflow, scenario: name } = schedule;
  const found = scenarios.find((each) => each.workflow === workflow && each.name === name);
  if (found) return explored(found, schedule);
  throw new Error(`There is no scenario ${name} of ${workflow}.`);
};

const wholeCoverage = (schedule: Schedule, { stepFunctions }: Stack): Coverage => {
  const states = statesOf(subjectOf(schedule.workflow));
  return together([...stepFunctions.executions.values()].map((each) => coverageOf(each, states)));
};

/** Beyond the invariants: what must be true at the end, and of a rehearsal without trouble. */
const violationsAtEnd = (
  schedule: Schedule,
  { expected, outcome, virtualSeconds: at }: Rehearsal,
  stack: Stack,
  quietFrom: number,
): Violation[] => {
  const quietAt = stack.account.startedAt + quietFrom * 1_000;
  const unended = subjectOf(schedule.workflow).whyUnended(stack, quietAt);
  const isUndisturbed = schedule.faults.length + schedule.interventions.length === 0;
  const isOther = isUndisturbed && outcome !== expected;
  return [
    ...unended.map((sentence) => ({ invariant: 'every-run-ends', at, sentence })),
    ...(isOther
      ? [
          {
            invariant: 'scenario-as-told',
            at,
            sentence: `the scenario ended ${outcome} instead of ${expected}`,
          },
        ]
      : []),
  ];
};

interface Played {
  readonly rehearsal: Rehearsal;
  readonly stack: Stack;
  readonly watch: InvariantWatch;
  readonly troubles: Troubles;
  readonly played: Counts;
}

const trialOf = (
  schedule: Schedule,
  { rehearsal, stack, watch, troubles, played }: Played,
): Trial => {
  const { outcome, virtualSeconds, invariants } = rehearsal;
  return {
    ...wholeCoverage(schedule, stack),
    schedule,
    outcome,
    virtualSeconds,
    violations: [
      ...watch.violations,
      ...violationsAtEnd(schedule, rehearsal, stack, troubles.quietFrom),
    ],
    runs: stack.stepFunctions.executions.size,
    calls: callsIn(stack),
    met: troubles.met(stack.account.log.records),
    played,
    checks: Object.fromEntries(invariants.map(({ name, checks }) => [name, checks])),
  };
};

const given = <Value>(value: Value | undefined): Value => {
  if (value !== undefined) return value;
  throw new Error('The rehearsal has not begun.');
};

/** Parts that are played as calls are sent. */
const createCues = () => {
  const parts = new Map<string, (() => void)[]>();
  return {
    onCall: (site: string, play: () => void): void => {
      parts.set(site, [...(parts.get(site) ?? []), play]);
    },
    give: (site: Site): void => {
      for (const play of parts.get(siteName(site)) ?? []) play();
    },
  };
};

/** Rehearses a schedule and looks whether every invariant held and every run has an end. */
export const tryOut = async (schedule: Schedule): Promise<Trial> => {
  const { workflow, faults, interventions, seed } = schedule;
  const scenario = scenarioOf(schedule);
  const begun: { stack?: Stack; watch?: InvariantWatch } = {};
  const stack = (): Stack => given(begun.stack);
  const seconds = (): number => (stack().account.clock.now - stack().account.startedAt) / 1_000;
  const troubles = troublesOf(faults, seconds);
  const cues = createCues();
  const played: Record<string, number> = {};
  const tell = (name: string): void => {
    played[name] = (played[name] ?? 0) + 1;
  };
  const rehearsal = await rehearseWith(
    scenario,
    { workflow, scenario: scenario.name, seed },
    {
      ...troubles,
      faults: (site) => {
        cues.give(site);
        return troubles.faults(site);
      },
      play: subjectOf(workflow).play(interventions, { stack, tell, onCall: cues.onCall }),
      onStack: (each) => {
        begun.stack = each;
      },
      onInvariants: (each) => {
        begun.watch = each;
      },
    },
  );
  const watch = given(begun.watch);
  return trialOf(schedule, { rehearsal, stack: stack(), watch, troubles, played });
};

/** A rehearsal that the sandbox itself could not play: a finding too, and one that can be shrunk. */
export const failedTrial = (schedule: Schedule, sentence: string): Trial => ({
  ...together([]),
  ...{ schedule, outcome: 'unfinished', virtualSeconds: 0, runs: 0, calls: [] },
  ...{ met: {}, played: {}, checks: {} },
  violations: [{ invariant: 'sandbox-plays-it', at: 0, sentence }],
});
