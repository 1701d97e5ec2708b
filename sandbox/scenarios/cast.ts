import { parse as parseYaml, stringify } from 'yaml';
import { InvalidInputError } from '../../functions/platform/errors.ts';
import type { Plan } from '../../functions/rollout/domain/plan.ts';
import { planFrom } from '../../functions/rollout/read-plan.ts';
import type { Target } from '../../functions/traffic/domain/target.ts';
import type { Cast, EntryDraft, Scenario } from './scenario.ts';

const accountId = '123456789012';

/** The region of a target's ARN; a Lambda alias has none and lives where the samples do. */
export const regionOf = (target: Target): string =>
  target.kind === 'alb' ? (target.rule.split(':')[3] ?? 'eu-central-1') : 'eu-central-1';

/** The account of a target's ARN. */
export const accountOf = (target: Target): string =>
  target.kind === 'alb' ? (target.rule.split(':')[4] ?? accountId) : accountId;

const sidesOf = (target: Target): readonly [string, string] => {
  if (target.kind === 'lambda-alias') return ['41', '42'];
  const [stable = '', canary = ''] = Object.keys(target.sides);
  return [stable, canary];
};

const revisionOf = (plan: Plan, number: number): string =>
  plan.traffic.kind === 'alb'
    ? `arn:aws:ecs:${regionOf(plan.traffic)}:${accountOf(plan.traffic)}:task-definition/${plan.service}:${number}`
    : String(number);

const alarmOf = (plan: Plan, side: 'canary' | 'shared'): string =>
  plan.alarms.find((alarm) => alarm.side === side)?.name ?? '';

/** Who plays in a scenario with a plan: the first side is stable and runs revision 41. */
export const castOf = (plan: Plan): Cast => {
  const [stableSide, canarySide] = sidesOf(plan.traffic);
  return {
    service: plan.service,
    target: plan.traffic,
    stableRevision: revisionOf(plan, 41),
    canaryRevision: revisionOf(plan, 42),
    nextRevision: revisionOf(plan, 43),
    stableSide,
    canarySide,
    canaryAlarm: alarmOf(plan, 'canary'),
    sharedAlarm: alarmOf(plan, 'shared'),
  };
};

/** A catalogue file as the scenario wants it, and the plan that follows from it. */
export interface Script {
  readonly text: string;
  readonly plan: Plan;
  readonly cast: Cast;
}

/** A dry run waits for another tool to move the weights, which only happens in a story about one. */
const requireMover = ({ name, expected }: Scenario, { rollout }: Plan, path: string): void => {
  if (!rollout.dryRun || expected === 'watched') return;
  throw new InvalidInputError(path, [
    {
      path: 'rollout.dryRun',
      value: 'true',
      allowed: `false in the scenario ${name}, where nobody but the rollout shifts traffic; the scenario dry-run plays a dry run, in which another tool does`,
    },
  ]);
};

/**
 * Changes a catalogue file as a scenario asks for; without a change it is played to the letter.
 *
 * @throws InvalidInputError for a file that is no valid entry, or a dry run in a story about none.
 */
export const scriptOf = (scenario: Scenario, text: string, path: string): Script => {
  const written = planFrom(text, path);
  requireMover(scenario, written, path);
  if (!scenario.change) return { text, plan: written, cast: castOf(written) };
  const changed = stringify(scenario.change(parseYaml(text) as EntryDraft));
  const plan = planFrom(changed, path);
  return { text: changed, plan, cast: castOf(plan) };
};
