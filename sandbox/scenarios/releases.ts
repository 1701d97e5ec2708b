import { milliseconds, minutes, type Scenario, withAlarms, worseFrom } from './scenario.ts';

const base = { workflow: 'rollout', sample: 'checkout', horizonMinutes: 150 } as const;

/** Releases that are good or bad, and a world in which that is hard to see. */
export const releases: readonly Scenario[] = [
  {
    ...base,
    name: 'good',
    story: 'A release as good as the old one is promoted step by step.',
    expected: 'promoted',
  },
  {
    ...base,
    name: 'errors',
    story: 'The new revision begins to answer 4 % of its requests with errors and is rolled back.',
    expected: 'rolled-back',
    regressionSeconds: minutes(6),
    world: worseFrom(minutes(6), 'errors', 0.04),
  },
  {
    ...base,
    name: 'canary-crashes',
    story:
      'The new revision crashes without an answer, which the load balancer counts on no target group; it is rolled back.',
    expected: 'rolled-back',
    regressionSeconds: minutes(6),
    world: worseFrom(minutes(6), 'crash', 0.1),
  },
  {
    ...base,
    name: 'tail-latency',
    story: 'Only the slowest requests of the new revision get slower (p99); it is rolled back.',
    expected: 'rolled-back',
    regressionSeconds: minutes(6),
    world: worseFrom(minutes(6), 'tail', 6, 0.012),
  },
  {
    ...base,
    name: 'slow-leak',
    story:
      'The new revision leaks, and its p99 creeps up from the middle of a bake; it is rolled back.',
    expected: 'rolled-back',
    regressionSeconds: minutes(7),
    world: worseFrom(minutes(7), 'leak', 12, 0.03),
  },
  {
    ...base,
    name: 'low-traffic',
    story:
      'The traffic falls below what the plan needs; nothing is concluded from it, and people are asked.',
    expected: 'held',
    horizonMinutes: 90,
    world: () => ({
      trafficChanges: [{ at: milliseconds(minutes(4)), requestsPerMinute: 12 }],
    }),
  },
  {
    ...base,
    name: 'telemetry-outage',
    story:
      'The metrics disappear; blind is neither a pass nor a rollback, so the rollout holds and tells.',
    expected: 'held',
    horizonMinutes: 90,
    world: () => ({
      disturbances: [
        { kind: 'outage', from: milliseconds(minutes(5)), to: milliseconds(minutes(600)) },
      ],
    }),
  },
  {
    ...base,
    name: 'stable-on-fire',
    story:
      'The old revision fails and an alarm rings for it; the canary is not blamed, and the fix is not blocked.',
    expected: 'promoted',
    world: ({ stableRevision: revision }) => ({
      regressions: [{ revision, kind: 'errors', size: 0.06, from: -milliseconds(minutes(60)) }],
    }),
    change: withAlarms,
    play: ({ world, cast }) => world.setAlarm(cast.sharedAlarm, 'ALARM', 'the old revision fails'),
  },
  {
    ...base,
    name: 'second-release',
    story: 'After a promotion the sides have swapped, and the next release goes the other way.',
    expected: 'promoted',
    told: 'second',
    horizonMinutes: 240,
    play: (stage) => {
      stage.on('promoted', { afterSeconds: minutes(10) }, 'CI deploys the next revision', () => {
        stage.world.deploy(stage.cast.stableSide, stage.cast.nextRevision, 60);
      });
      stage.on('promoted', { afterSeconds: minutes(15) }, 'CI asks for the next rollout', () =>
        stage.deploy({ revision: stage.cast.nextRevision, requestId: 'second' }),
      );
    },
  },
];
