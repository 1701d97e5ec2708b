import * as z from 'zod';
import { Metric } from '../../telemetry/domain/metric.ts';
import { Target } from '../../traffic/domain/target.ts';

const dayMinutes = 24 * 60;

const Bake = z
  .strictObject({
    minimumMinutes: z.int().min(1).max(dayMinutes),
    maximumMinutes: z.int().min(1).max(dayMinutes),
  })
  .refine(
    (bake) => bake.minimumMinutes <= bake.maximumMinutes,
    'a minimumMinutes that is not longer than maximumMinutes',
  );

const Approval = z.strictObject({
  deadlineMinutes: z
    .int()
    .min(1)
    .max(72 * 60)
    .default(240),
  /** What happens when nobody answers in time. */
  action: z.enum(['roll-back', 'advance']).default('roll-back'),
});

export const Step = z.strictObject({
  /** The canary's share of traffic, in percent. 100 is the promotion. */
  weight: z.int().min(1).max(100),
  /** Below 100 a step bakes 10 to 20 minutes unless it says otherwise; at 100 only if it says so. */
  bake: Bake.optional(),
  /** A person must approve before this step's traffic is shifted. */
  approval: Approval.optional(),
  warmUpBuckets: z.int().min(0).max(60).default(2),
});
export type Step = z.output<typeof Step>;

/** How long a step below 100 bakes when its plan does not say. */
export const defaultBake = { minimumMinutes: 10, maximumMinutes: 20 } as const;

/** The bake of a step; none for a promotion whose plan asks for none. */
export const bakeOf = (step: Step): z.output<typeof Bake> | undefined =>
  step.bake ?? (step.weight < 100 ? defaultBake : undefined);

const rising = (steps: readonly { weight: number }[]): boolean =>
  steps.every((step, index) => index === 0 || step.weight > (steps[index - 1]?.weight ?? 0));

const Steps = z
  .array(Step)
  .min(1)
  .max(20)
  .refine(rising, 'weights that rise from step to step')
  .refine((steps) => steps.at(-1)?.weight === 100, 'a list of steps that ends at weight 100');

const EndOfBake = z.enum(['extend', 'hold', 'advance', 'roll-back']);

/** An alarm of the user's that a rollout heeds. */
export const WatchedAlarm = z.strictObject({
  name: z.string().min(1).max(255),
  /** `canary`: speaks of the canary alone and rolls back. `shared`: may speak of either side and holds. */
  side: z.enum(['canary', 'shared']),
});

export const Rollout = z.strictObject({
  steps: Steps.prefault([{ weight: 10 }, { weight: 50 }, { weight: 100 }]),
  /** `threshold` compares canary and stable with the limits of each metric. */
  judge: z.enum(['threshold']).default('threshold'),
  /** What follows when the bake ends and the evidence is not enough. */
  whenInconclusive: EndOfBake.default('extend'),
  /** What follows when the bake ends and the metrics cannot be seen. */
  whenBlind: EndOfBake.default('extend'),
  /** How often a bake may be extended by its maximum; then it holds and tells. */
  extensions: z.int().min(0).max(10).default(2),
  hold: z
    .strictObject({
      deadlineMinutes: z
        .int()
        .min(1)
        .max(72 * 60)
        .default(240),
      action: z.enum(['roll-back', 'needs-operator']).default('roll-back'),
      reminderMinutes: z
        .int()
        .min(5)
        .max(24 * 60)
        .default(60),
    })
    .prefault({}),
  /** The longest that the whole run may take. */
  maximumHours: z.int().min(1).max(72).default(72),
  /** Deploy events older than this are refused. */
  maxEventAgeMinutes: z
    .int()
    .min(1)
    .max(7 * dayMinutes)
    .default(60),
  /** What a newer revision does that arrives during a run. */
  newerRevision: z.enum(['refuse', 'supersede']).default('refuse'),
  /** Watches and judges a split that another tool moves, and shifts nothing. */
  dryRun: z.boolean().default(false),
  /** Metrics whose lack of traffic or data the owner accepts, each with the reason. */
  waivers: z.record(z.string(), z.string().min(1)).default({}),
});

/** A catalogue entry: catalog/services/<service>.yml. */
export const ServiceEntry = z
  .strictObject({
    service: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'a lower-case name of at most 40 letters'),
    description: z.string().min(1),
    /** Who answers for the service; printed in every message. */
    owner: z.string().min(1),
    traffic: Target,
    rollout: Rollout.prefault({}),
    /**
     * Changes to the default metrics of the traffic's kind, by name and field; metrics of your own,
     * with their `kind`; `off` removes a default one.
     */
    metrics: z
      .record(z.string(), z.union([z.literal('off'), z.record(z.string(), z.unknown())]))
      .default({}),
    alarms: z.array(WatchedAlarm).max(50).default([]),
  })
  .refine(
    (entry) => new Set(entry.alarms.map((alarm) => alarm.name)).size === entry.alarms.length,
    {
      path: ['alarms'],
      message: 'each alarm once',
    },
  );
export type ServiceEntry = z.output<typeof ServiceEntry>;

/** What a run carries: the entry with its metrics completed by the defaults. Frozen at the start. */
export const Plan = z.strictObject({
  service: z.string(),
  description: z.string(),
  owner: z.string(),
  traffic: Target,
  rollout: Rollout,
  metrics: z.record(z.string(), Metric),
  alarms: z.array(WatchedAlarm),
});
export type Plan = z.output<typeof Plan>;
