import type { Stack } from '../account/stack.ts';
import { readTemplate } from '../account/template.ts';
import type { Random } from '../random.ts';
import { projectRoot } from '../runtime.ts';
import type { Stage } from '../scenarios/scenario.ts';
import type { States } from './coverage.ts';
import type { Deed } from './rollout/deeds.ts';
import { rollout } from './rollout/rollout.ts';
import type { Intervention, Schedule } from './schedule.ts';

/** The rehearsal in which interventions are played. */
export interface Played {
  readonly stack: () => Stack;
  /** Hears of each one that is played. */
  readonly tell: (name: Deed['do']) => void;
  /** Plays a part as a call is sent; it is named as by `siteName`. */
  readonly onCall: (site: string, play: () => void) => void;
}

/** A workflow as it is explored: everything else of an exploration is the same for all of them. */
export interface Subject {
  /** Also the name of its machine in serverless.yml. */
  readonly workflow: string;
  /** Rehearsals without a fault: every scenario, and what no scenario tells of. */
  readonly plain: readonly Schedule[];
  /** Sequences of trouble that the enumeration has beside single troubles. */
  readonly sequences: readonly Schedule[];
  /** What people and other tools may do. */
  readonly deeds: readonly Deed['do'][];
  /** What others do as a state is entered, in the enumeration. */
  readonly interrupting: readonly Deed[];
  /** What others do at the very moment of a call, in the enumeration. */
  readonly meddling: readonly Deed[];
  readonly drawDeed: (name: Deed['do'], random: Random) => Deed;
  readonly play: (interventions: readonly Intervention[], played: Played) => (stage: Stage) => void;
  /** Functions whose rules may be disabled for a while: nothing is lost, only seen later. */
  readonly mayRest: readonly string[];
  /** Samples that a scenario can be played with beside its own. */
  readonly otherSamples: (scenario: string) => readonly NonNullable<Schedule['sample']>[];
  /** How long the steps of a scenario bake, where they need not bake as its plan says. */
  readonly bakesOf: (scenario: string) => Pick<Schedule, 'bakeMinutes'>;
  /** What is wrong at the end of a rehearsal, as sentences. */
  readonly whyUnended: (stack: Stack, quietFrom: number) => readonly string[];
}

/** Every workflow that can be explored. */
export const subjects: readonly Subject[] = [rollout];

export const subjectOf = (workflow: string): Subject => {
  const found = subjects.find((subject) => subject.workflow === workflow);
  if (found) return found;
  throw new Error(`There is no workflow ${workflow}.`);
};

/** The states of a workflow's machine, as serverless.yml deploys it. */
export const statesOf = ({ workflow }: Subject): States => {
  const definition = readTemplate(projectRoot).machines[workflow]?.definition();
  return (definition as { States: States }).States;
};
