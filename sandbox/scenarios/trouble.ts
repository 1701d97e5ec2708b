import type { FaultPlan } from '../account/faults.ts';
import { minutes, type Scenario, withRollout, worseFrom } from './scenario.ts';

const base = { workflow: 'rollout', sample: 'checkout', horizonMinutes: 150 } as const;

/** Every second read and every fifth change is throttled for ten minutes. */
const storm: FaultPlan = ({ at, index, mutating }) =>
  at > minutes(3) && at < minutes(13) && index % (mutating ? 5 : 2) === 0
    ? { kind: 'throttle' }
    : undefined;

type Definition = Record<string, unknown>;

/** A choice whose expression fails at run time, as only a mistake in the machine could bring about. */
const brokenVerdict = (definition: Definition): Definition => {
  const states = definition.States as Record<string, Definition>;
  const verdict = states['Verdict?'] ?? {};
  const broken = { Condition: "{% $next.listenSeconds > 'soon' %}", Next: 'Measure' };
  return {
    ...definition,
    States: {
      ...states,
      'Verdict?': { ...verdict, Choices: [broken, ...(verdict.Choices as unknown[])] },
    },
  };
};

/** What other tools, AWS and the machine itself do to a rollout. */
export const trouble: readonly Scenario[] = [
  {
    ...base,
    name: 'weights-changed',
    story:
      'Another tool changes the weights in the middle of a bake; the rollout stops, holds, and says who once CloudTrail knows.',
    expected: 'held',
    horizonMinutes: 75,
    play: (stage) =>
      stage.on('step-reached', { afterSeconds: minutes(5) }, 'terraform sets 30 %', () =>
        stage.world.setWeightsByHand(
          { [stage.cast.stableSide]: 70, [stage.cast.canarySide]: 30 },
          'terraform',
        ),
      ),
  },
  {
    ...base,
    name: 'wrong-revision',
    story:
      'The side without traffic runs another revision than the event names: refused, nothing changed.',
    expected: 'refused',
    deployed: ({ nextRevision }) => nextRevision,
  },
  {
    ...base,
    name: 'lease-held',
    story: 'A second release of the same service during a rollout is refused, and its sender told.',
    expected: 'refused',
    told: 'second',
    play: (stage) =>
      stage.on('step-reached', { afterSeconds: minutes(3) }, 'CI asks for another rollout', () =>
        stage.deploy({ revision: stage.cast.nextRevision, requestId: 'second' }),
      ),
  },
  {
    ...base,
    name: 'no-capacity-at-rollback',
    story:
      'Stable was scaled down before the rollback: it gets what it can carry, and an operator is called.',
    expected: 'needs-operator',
    regressionSeconds: minutes(30),
    world: worseFrom(minutes(30), 'errors', 0.2),
    play: (stage) =>
      stage.at(minutes(28), 'somebody scales stable down to four tasks', () =>
        stage.world.scale(stage.cast.stableSide, 4),
      ),
  },
  {
    ...base,
    name: 'throttling-storm',
    story:
      'AWS throttles half of all reads and every fifth change for ten minutes; the release is still promoted.',
    expected: 'promoted',
    faults: storm,
  },
  {
    ...base,
    name: 'execution-stopped',
    story: 'Somebody stops the execution in the console; the guardian returns the traffic.',
    expected: 'rolled-back',
    play: (stage) =>
      stage.on('step-reached', { afterSeconds: minutes(5) }, 'bob stops the execution', () =>
        stage.stopExecution(),
      ),
  },
  {
    ...base,
    name: 'machine-timeout',
    story:
      "The machine's own time limit ends it, which no Catch sees; the guardian returns the traffic.",
    expected: 'rolled-back',
    machine: (definition) => ({ ...definition, TimeoutSeconds: minutes(9) }),
  },
  {
    ...base,
    name: 'jsonata-error',
    story:
      'An expression of a Choice fails, which no Catch sees; the guardian returns the traffic.',
    expected: 'rolled-back',
    machine: brokenVerdict,
  },
  {
    ...base,
    name: 'history-limit',
    story:
      "The execution's history is full, which no Catch sees; the guardian returns the traffic.",
    expected: 'rolled-back',
    historyLimit: 150,
  },
  {
    ...base,
    name: 'deploy-mid-run',
    story:
      'evenkeel itself is deployed between two ticks; the run keeps the code that it began with.',
    expected: 'promoted',
    play: (stage) =>
      stage.on('step-reached', { afterSeconds: minutes(5) }, 'evenkeel is deployed anew', () => {
        for (const name of ['measure', 'shift-traffic', 'verify-traffic', 'listen', 'end-run'])
          stage.publishVersion(name, () =>
            Promise.reject(new Error('a later version of the code')),
          );
      }),
  },
  {
    ...base,
    name: 'dry-run',
    story:
      'Another tool moves the weights; a dry run says when it would have rolled back, and shifts nothing.',
    expected: 'watched',
    regressionSeconds: minutes(8),
    change: withRollout({ dryRun: true, maximumHours: 2 }),
    world: worseFrom(minutes(8), 'errors', 0.05),
    play: (stage) => {
      const set = (canary: number) => () =>
        stage.world.setWeightsByHand(
          { [stage.cast.stableSide]: 100 - canary, [stage.cast.canarySide]: canary },
          'another tool',
        );
      stage.at(minutes(3), 'another tool sets 25 %', set(25));
      stage.at(minutes(40), 'another tool sets 0 %', set(0));
    },
  },
  {
    ...base,
    name: 'superseded',
    story:
      'A newer revision supersedes the rollout under way: it rolls back first, and then the newer one starts.',
    expected: 'promoted',
    told: 'second',
    horizonMinutes: 240,
    change: withRollout({ newerRevision: 'supersede' }),
    play: (stage) =>
      stage.on('step-reached', { afterSeconds: minutes(3) }, 'CI asks for a newer revision', () => {
        stage.deploy({ revision: stage.cast.nextRevision, requestId: 'second' });
        stage.on('traffic-gone', { afterSeconds: 0 }, '', () =>
          stage.world.deploy(stage.cast.canarySide, stage.cast.nextRevision, 1),
        );
      }),
  },
];
