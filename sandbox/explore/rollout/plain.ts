import type { RehearsalOutcome } from '../../rehearsal.ts';
import { scenarios } from '../../scenarios/catalogue.ts';
import { during, type Schedule } from '../schedule.ts';
import { bakesOf } from './bakes.ts';

/** The seed of enumerated rehearsals. */
const seed = 1;

const plain = (scenario: string): Schedule => ({
  workflow: 'rollout',
  scenario,
  ...bakesOf(scenario),
  seed,
  faults: [],
  interventions: [],
});

/** Scenarios in which the traffic of a Lambda alias is explored too: it goes all its ways in them. */
const withAlias = [
  'good',
  'operator-abort',
  'abort-during-promotion',
  'execution-stopped',
  'rollback-retried',
];

/** What people may do that no scenario tells of. */
const deeds: readonly Schedule[] = [
  {
    ...plain('no-capacity-at-rollback'),
    interventions: [{ do: 'release-lease', when: during('Operator needed', 1, 5) }],
  },
  {
    ...plain('no-capacity-at-rollback'),
    interventions: [
      { do: 'retry-rollback', when: during('Operator needed', 1, 5) },
      { do: 'scale', side: 'stable', tasks: 12, when: during('Operator needed', 1, 60) },
      { do: 'retry-rollback', when: during('Operator needed', 1, 150) },
    ],
  },
  { ...plain('good'), interventions: [{ do: 'deploy-unknown', when: { at: 30 } }] },
  { ...plain('good'), interventions: [{ do: 'finish-now', when: { at: 700 } }] },
  {
    ...plain('good'),
    interventions: [
      { do: 'extend', when: { at: 300 } },
      { do: 'skip-wait', when: { at: 420 } },
    ],
  },
  {
    // Put after a tick has read the mailbox and before the next wait has begun.
    ...plain('good'),
    interventions: [0, 1, 2, 3, 4].map((tenths) => ({
      do: 'hold',
      when: during('Measure', 2 + tenths, tenths / 10),
    })),
  },
];

/** What changes just before a shift or a rollback looks at it. */
const changes: readonly Schedule[] = [
  {
    ...plain('good'),
    interventions: [
      { do: 'set-health', side: 'canary', healthy: 0, when: during('Shift traffic', 2, 0) },
    ],
  },
  {
    ...plain('errors'),
    interventions: [
      { do: 'set-health', side: 'stable', healthy: 0, when: during('Roll back', 1, 0) },
      { do: 'set-health', side: 'stable', healthy: 6, when: during('Wait for capacity', 2, 0) },
    ],
  },
  { ...plain('good'), interventions: [{ do: 'replace-canary', when: { at: 300 } }] },
  {
    ...plain('good'),
    interventions: [{ do: 'set-weights', canary: 30, when: during('Shift traffic', 2, 0) }],
  },
  { ...plain('errors'), interventions: [{ do: 'hold', when: { at: 240 } }] },
  {
    ...plain('approval-given'),
    interventions: [{ do: 'approve-other-gate', when: during('Listen for approval', 1, 5) }],
  },
];

/** From the stories that end first to those that do not: what shows in any of them is found sooner. */
const shortestFirst: readonly RehearsalOutcome[] = [
  'refused',
  'rolled-back',
  'promoted',
  'watched',
  'needs-operator',
  'held',
];

const expectedOf = new Map(scenarios.map(({ name, expected }) => [name, expected]));

const rankOf = ({ scenario }: Schedule): number =>
  shortestFirst.indexOf(expectedOf.get(scenario) ?? 'held');

/** Every scenario without a fault: where the sites come from. */
export const plainSchedules: readonly Schedule[] = [
  ...scenarios.filter(({ workflow }) => workflow === 'rollout').map(({ name }) => plain(name)),
  ...changes,
  ...deeds,
  ...withAlias.map((name): Schedule => ({ ...plain(name), sample: 'pricing' })),
].toSorted((one, other) => rankOf(one) - rankOf(other));
