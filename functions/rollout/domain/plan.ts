import * as z from 'zod/mini';
import { named, text, whole } from '../../platform/schema.ts';
import { Metric } from '../../telemetry/domain/metric.ts';
import { TelemetrySettings } from '../../telemetry/domain/provider.ts';
import { Target } from '../../traffic/domain/target.ts';
import { leastMinutes } from './bake.ts';

const dayMinutes = 24 * 60;

const Bake = z
  .strictObject({ minimumMinutes: whole(1, dayMinutes), maximumMinutes: whole(1, dayMinutes) })
  .check(
    z.refine(
      (bake) => bake.minimumMinutes <= bake.maximumMinutes,
      'a minimumMinutes that is not longer than maximumMinutes',
    ),
  );

const Approval = z.strictObject({
  deadlineMinutes: z._default(whole(1, 72 * 60), 240),
  /** What happens when nobody answers in time. */
  action: z._default(z.enum(['roll-back', 'advance']), 'roll-back'),
});

export const Step = z.strictObject({
  /** The canary's share of traffic, in percent. 100 is the promotion. */
  weight: whole(1, 100),
  /** Below 100 a step bakes 10 to 20 minutes unless it says otherwise; at 100 only if it says so. */
  bake: z.optional(Bake),
  /** A person must approve before this step's traffic is shifted. */
  approval: z.optional(Approval),
  warmUpBuckets: z._default(whole(0, 60), 2),
});
export type Step = z.output<typeof Step>;

/** Names the first weight that does not rise. */
const rising = z.check<readonly { weight: number }[]>(({ value, issues }) => {
  const before = (index: number): number => value[index - 1]?.weight ?? 0;
  const index = value.findIndex(({ weight }, at) => at > 0 && weight <= before(at));
  if (index === -1) return;
  const message = `more than the ${before(index)} before it`;
  issues.push({ code: 'custom', input: value, path: [index, 'weight'], message, continue: true });
});

const Steps = z.array(Step).check(
  z.minLength(1),
  z.maxLength(20),
  rising,
  z.refine((steps) => steps.at(-1)?.weight === 100, 'a list of steps that ends at weight 100'),
);

const EndOfBake = z.enum(['extend', 'hold', 'advance', 'roll-back']);

/** An alarm of the user's that a rollout heeds. */
export const WatchedAlarm = z.strictObject({
  name: text(255),
  /** `canary`: speaks of the canary alone and rolls back. `shared`: may speak of either side and holds. */
  side: z.enum(['canary', 'shared']),
});

const Hold = z.strictObject({
  deadlineMinutes: z._default(whole(1, 72 * 60), 240),
  action: z._default(z.enum(['roll-back', 'needs-operator']), 'roll-back'),
  reminderMinutes: z._default(whole(5, dayMinutes), 60),
});

export const Rollout = z.strictObject({
  steps: z.prefault(Steps, [{ weight: 10 }, { weight: 50 }, { weight: 100 }]),
  /**
   * `sequential` weighs the evidence that the canary is worse, valid at every look; `threshold`
   * compares canary and stable with the limits of each metric, and errs more often.
   */
  judge: z._default(z.enum(['sequential', 'threshold']), 'sequential'),
  /** The most that a whole rollout may risk of rolling a canary back that is no worse than stable. */
  alpha: z._default(z.number().check(z.minimum(0.0001), z.maximum(0.1)), 0.01),
  /** A step may end at the minimum of its bake where the evidence that it is safe is in. */
  earlyPromotion: z._default(z.boolean(), false),
  /** What follows when the bake ends and the evidence is not enough. */
  whenInconclusive: z._default(EndOfBake, 'extend'),
  /** What follows when the bake ends and the metrics cannot be seen. */
  whenBlind: z._default(EndOfBake, 'extend'),
  /** How often a bake may be extended by its maximum; then it holds and tells. */
  extensions: z._default(whole(0, 10), 2),
  hold: z.prefault(Hold, {}),
  /** The longest that the whole run may take. */
  maximumHours: z._default(whole(1, 72), 72),
  /** Deploy events older than this are refused. */
  maxEventAgeMinutes: z._default(whole(1, 7 * dayMinutes), 60),
  /** What a newer revision does that arrives during a run. */
  newerRevision: z._default(z.enum(['refuse', 'supersede']), 'refuse'),
  /** Watches and judges a split that another tool moves, and shifts nothing. */
  dryRun: z._default(z.boolean(), false),
  /** Metrics whose lack of traffic or data the owner accepts, each with the reason. */
  waivers: z._default(named(text()), {}),
});

/**
 * A run that is over before its bakes are would roll every good release back. A dry run ends with
 * the split that it watches, and bakes nothing.
 */
const bakesWithinHours = z.check<{ readonly rollout: z.output<typeof Rollout> }>(
  ({ value, issues }) => {
    const { maximumHours, dryRun } = value.rollout;
    const least = leastMinutes(value.rollout);
    if (issues.length > 0 || dryRun || least < maximumHours * 60) return;
    const message = `more than the ${least} minutes that the steps bake at least, or shorter bakes`;
    issues.push({
      code: 'custom',
      path: ['rollout', 'maximumHours'],
      message,
      input: maximumHours,
    });
  },
);

/** A catalogue entry: catalog/services/<service>.yml. */
export const ServiceEntry = z
  .strictObject({
    service: z
      .string()
      .check(
        z.regex(
          /^[a-z][a-z0-9-]{0,39}$/,
          'a lower-case name of at most 40 letters, digits and hyphens',
        ),
      ),
    description: text(),
    /** Who answers for the service; printed in every message. */
    owner: text(),
    traffic: Target,
    /** Where the metrics come from. */
    telemetry: z.prefault(TelemetrySettings, { kind: 'cloudwatch' }),
    rollout: z.prefault(Rollout, {}),
    /**
     * Changes to the default metrics of the traffic's kind, by name and field; metrics of your own,
     * with their `kind`; `off` removes a default one.
     */
    metrics: z._default(named(z.union([z.literal('off'), z.record(z.string(), z.unknown())])), {}),
    alarms: z._default(z.array(WatchedAlarm).check(z.maxLength(50)), []),
  })
  .check(
    z.refine(
      (entry) => new Set(entry.alarms.map((alarm) => alarm.name)).size === entry.alarms.length,
      { path: ['alarms'], message: 'each alarm once' },
    ),
    bakesWithinHours,
  );
export type ServiceEntry = z.output<typeof ServiceEntry>;

/** What a run carries: the entry with its metrics completed by the defaults. Frozen at the start. */
export const Plan = z.strictObject({
  service: z.string(),
  description: z.string(),
  owner: z.string(),
  traffic: Target,
  telemetry: z.prefault(TelemetrySettings, { kind: 'cloudwatch' }),
  rollout: Rollout,
  metrics: named(Metric),
  alarms: z.array(WatchedAlarm),
});
export type Plan = z.output<typeof Plan>;
