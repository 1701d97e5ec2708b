import type { MetricVerdict, Verdict } from '../../functions/rollout/domain/verdict.ts';
import { seeded } from '../../sandbox/random.ts';
import type { Evidence, Notification, Rehearsal, StateVisit } from '../../sandbox/rehearsal.ts';
import { aRehearsedPlan } from './a-rehearsed-plan.ts';

/** What the fixture's world shows of one metric at one tick. */
interface Sample {
  readonly stable: number;
  readonly canary: number;
  readonly limit: number;
}

const aMetric = (
  name: string,
  overrides: Partial<MetricVerdict>,
  sample: Sample | undefined,
): MetricVerdict => {
  const beyond = sample !== undefined && sample.canary > sample.limit;
  const verdict: Verdict = sample === undefined ? 'blind' : beyond ? 'inconclusive' : 'pass';
  return {
    metric: name,
    title: name,
    kind: 'share',
    importance: 'critical',
    dryRun: false,
    decides: overrides.importance !== 'advisory',
    verdict,
    because: sample
      ? `${name} is ${sample.canary} on the canary and ${sample.stable} on stable; the limit is ${sample.limit}`
      : `${name} could not be seen: CloudWatch gave no data for the canary`,
    unit: '%',
    ...sample,
    exposure: { canary: 3112, stable: 28_040 },
    consecutive: beyond ? 1 : 0,
    ...overrides,
  };
};

const rounded = (value: number): number => Math.round(value * 100) / 100;

const sampleOf = (stable: number, canary: number, limit: number): Sample => ({
  stable: rounded(stable),
  canary: rounded(canary),
  limit: rounded(limit),
});

/** Evaluations of minutes 5 to 21: the error rate rises from minute 17 on; minute 9 cannot be seen. */
const evidenceOf = (weightAt: (minute: number) => number): Evidence[] => {
  const random = seeded(1);
  return Array.from({ length: 17 }, (_, index): Evidence => {
    const minute = index + 5;
    const noise = () => random.next() - 0.5;
    const worse = Math.max(0, minute - 17);
    const seen = minute !== 9;
    const errors = seen ? sampleOf(0.3 + noise() * 0.1, 0.32 + worse * 0.9, 0.8) : undefined;
    const p99 = seen ? sampleOf(410 + noise() * 30, 418 + noise() * 40, 471) : undefined;
    const cpu = seen ? sampleOf(1.9 + noise() * 0.2, 2 + noise() * 0.2, 2.3) : undefined;
    const run = worse > 0 ? worse : 0;
    const verdict: Verdict = run >= 3 ? 'regress' : run > 0 ? 'inconclusive' : 'pass';
    const metrics = [
      aMetric(
        'error-rate',
        { title: 'error rate', ...(seen && { verdict, consecutive: run }) },
        errors,
      ),
      aMetric('p99', { title: 'p99 latency', kind: 'quantile', unit: 'ms' }, p99),
      aMetric('cpu', { kind: 'gauge', importance: 'advisory', unit: 'ms of CPU' }, cpu),
    ];
    return {
      at: minute * 60,
      weight: weightAt(minute),
      verdict: seen ? verdict : 'blind',
      because: seen ? (metrics[0]?.because ?? '') : 'error-rate could not be seen for the canary',
      metrics,
    };
  });
};

const loop = ['Listen while baking', 'Signal?', 'Measure', 'Verdict?'];

const visitsOf = (evidence: readonly Evidence[]): StateVisit[] => {
  const names: [number, string][] = [
    [0, 'Resolve the plan'],
    [1, 'Take the lease'],
    [2, 'Check the rollout'],
    [4, 'Shift traffic'],
    ...evidence.slice(0, 10).flatMap(({ at }) => loop.map((name): [number, string] => [at, name])),
    [880, 'Shift traffic'],
    ...evidence.slice(10).flatMap(({ at }) => loop.map((name): [number, string] => [at, name])),
    [1261, 'Roll back'],
    [1262, 'Verify traffic after rollback'],
    [1265, 'Rolled back'],
  ];
  return names.map(([at, name], index) => ({ at, name, end: names[index + 1]?.[0] ?? at }));
};

const aNotification = (overrides: Partial<Notification>): Notification => ({
  at: 0,
  id: 'run-1/0/started',
  kind: 'started',
  severity: 'info',
  subject: 'checkout: rollout started - checkout:42 gets 10 %, 50 %, 100 % of the traffic',
  message:
    'checkout: checkout:42 gets 10 %, 50 %, 100 % of the traffic\n\nRevision: checkout:42\nOwner: team-shop',
  ...overrides,
});

const notifications = [
  aNotification({ at: 3 }),
  aNotification({
    at: 882,
    id: 'run-1/50/step-reached',
    kind: 'step-reached',
    subject: 'checkout: step reached - the canary has 50 %: nothing was worse for 10 minutes',
    message:
      'checkout: the canary has 50 %: nothing was worse for 10 minutes\n\nRevision: checkout:42',
  }),
  aNotification({
    at: 1264,
    id: 'run-1/50/rolled-back',
    kind: 'rolled-back',
    severity: 'critical',
    subject:
      'checkout: ROLLED BACK - error rate is 3.92 % on the canary and 0.31 % on stable; the lim...',
    message:
      'checkout: error rate is 3.92 % on the canary and 0.31 % on stable; the limit is 0.8 %\n\nWeights: canary (green) 0 %, stable (blue) 100 %',
  }),
];

/** A rehearsal of a bad release: errors rise at minute 17, found and rolled back at minute 21. */
export const aRehearsal = (overrides: Partial<Rehearsal> = {}): Rehearsal => {
  const evidence = evidenceOf((minute) => (minute < 15 ? 10 : 50));
  return {
    workflow: 'rollout',
    scenario: 'errors',
    seed: 1,
    outcome: 'rolled-back',
    error: 'RolledBackError',
    because: 'error rate is 3.92 % on the canary and 0.31 % on stable; the limit is 0.8 %',
    states: visitsOf(evidence),
    calls: [
      ...[4, 880].map((at) => ({
        at,
        ...modify,
        function: 'shift-traffic',
        fault: null,
        ok: true,
      })),
      { at: 1261, ...modify, function: 'roll-back', fault: 'answers late', ok: false },
      { at: 1262, ...modify, function: 'roll-back', fault: null, ok: true },
    ],
    notifications,
    evidence,
    invariants: [
      { name: 'never two writers', checks: 812, held: true },
      { name: 'no promotion without a pass', checks: 96, held: true },
    ],
    virtualSeconds: 1265,
    wallMs: 112,
    expected: 'rolled-back',
    story: 'The new version fails more and more requests some minutes after it got half of them.',
    plan: aRehearsedPlan,
    startedAt: Date.UTC(2025, 0, 15, 9),
    weights: [
      { at: 0, canary: 0, by: 'sandbox' },
      { at: 5, canary: 10, by: 'shift-traffic' },
      { at: 881, canary: 50, by: 'shift-traffic' },
      { at: 1262, canary: 0, by: 'roll-back' },
    ],
    regression: { startsAt: 1020, decidedAt: 1260, stableAt: 1262 },
    interventions: [{ at: 700, what: 'somebody asks for the status of the run' }],
    historyEvents: 431,
    ...overrides,
  };
};

const modify = { service: 'elastic-load-balancing-v2', action: 'ModifyRule', mutating: true };
