import type { Rehearsal } from '../rehearsal.ts';
import { durationText } from './time-text.ts';

/** How fast a regression was answered, in seconds; null where it has not happened. */
export interface Reaction {
  /** From the start of the regression to the decision. */
  readonly detection: number | null;
  /** From the decision to all the traffic on stable. */
  readonly reaction: number | null;
  readonly whole: number | null;
}

const between = (from: number | null, to: number | null): number | null =>
  from === null || to === null ? null : to - from;

/** Null when the scenario has no regression. */
export const reactionOf = ({ regression }: Pick<Rehearsal, 'regression'>): Reaction | null =>
  regression && {
    detection: between(regression.startsAt, regression.decidedAt),
    reaction: between(regression.decidedAt, regression.stableAt),
    whole: between(regression.startsAt, regression.stableAt),
  };

/** The reaction in one phrase, for people. */
export const reactionText = (reaction: Reaction | null): string => {
  if (reaction === null) return 'no regression';
  const { detection, reaction: reacting, whole } = reaction;
  if (detection === null) return 'not decided';
  if (reacting === null || whole === null)
    return `${durationText(detection)} detection, stable never had 100 % again`;
  return `${durationText(whole)} = ${durationText(detection)} detection + ${durationText(reacting)} reaction`;
};

/** Whether the run ended as its scenario expects and no invariant broke. */
export const endedAsExpected = (
  rehearsal: Pick<Rehearsal, 'outcome' | 'expected' | 'invariants'>,
): boolean =>
  rehearsal.outcome === rehearsal.expected && rehearsal.invariants.every(({ held }) => held);
