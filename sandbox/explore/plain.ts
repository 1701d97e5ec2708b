import { scenarios } from '../scenarios/catalogue.ts';
import { hasSample } from './samples.ts';
import type { Schedule } from './schedule.ts';

/** The seed of enumerated rehearsals. */
const seed = 1;

const plain = (scenario: string): Schedule => ({ scenario, seed, faults: [], interventions: [] });

/** Scenarios in which the traffic of a Lambda alias is explored too: it goes all its ways in them. */
const withAlias = ['good', 'operator-abort', 'abort-during-promotion', 'execution-stopped'];

/** When a state is entered for the nth time. */
export const during = (state: string, nth: number, afterSeconds: number) => ({
  state,
  nth,
  afterSeconds,
});

/** What people may do that no scenario tells of. */
const deeds: readonly Schedule[] = [
  {
    ...plain('no-capacity-at-rollback'),
    interventions: [{ do: 'release-lease', when: during('Operator needed', 1, 5) }],
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

/** Every scenario without a fault: where the sites come from. */
export const plainSchedules: readonly Schedule[] = [
  ...scenarios.map(({ name }) => plain(name)),
  ...deeds,
  ...withAlias
    .filter((name) => hasSample(name, 'pricing'))
    .map((name): Schedule => ({ ...plain(name), sample: 'pricing' })),
];
