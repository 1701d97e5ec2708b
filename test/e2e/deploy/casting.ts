import type { Casting } from './stage.ts';

/** Changes a line of a catalogue entry. */
const withLine =
  (line: string | RegExp, other: string) =>
  (entry: string): string =>
    entry.replace(line, other);

/** The services that the rollouts are of: one for each, so that they run side by side. */
export const casting: Casting = {
  lambdas: {
    steady: {},
    worse: { errors: 5 },
    alarmed: {
      edit: withLine(/^alarms: .*$/m, 'alarms: [{ name: alarmed-errors, side: canary }]'),
    },
    operated: { edit: withLine('- weight: 50', '- weight: 50\n      approval: {}') },
    twice: {},
    stopped: {},
    absent: {},
    untagged: { tags: {} },
  },
  albs: { storefront: {}, broken: { errors: 5 } },
};
