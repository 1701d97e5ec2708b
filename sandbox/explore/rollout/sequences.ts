import { type CallSite, during, type Intervention, type Schedule } from '../schedule.ts';
import { bakesOf } from './bakes.ts';

const table = (name: string, action: string, occurrence: number): CallSite => ({
  function: name,
  service: 'DynamoDB',
  action,
  occurrence,
});

const inGood = (
  fault: Schedule['faults'][number],
  ...interventions: readonly Intervention[]
): Schedule => ({
  workflow: 'rollout',
  scenario: 'good',
  ...bakesOf('good'),
  seed: 1,
  faults: [fault],
  interventions,
});

/** Sequences that no single trouble brings about, and that a random one seldom does. */
export const sequences: readonly Schedule[] = [
  // An older wait stores its token after a newer one, and then somebody aborts.
  inGood(
    { ...table('listen', 'GetItem', 4), fault: { kind: 'run-twice', afterSeconds: 70 } },
    { do: 'abort', when: during('Listen while baking', 4, 30) },
  ),
  // The end is invoked a second time, late, after an abort was put while the first one was under way.
  inGood(
    { ...table('end-run', 'GetItem', 0), fault: { kind: 'run-twice', afterSeconds: 3 } },
    { do: 'abort', when: during('Verify traffic', 3, 0) },
  ),
  // A shift takes effect after a person has waived the rest of the bake and the last step was shifted.
  inGood(
    {
      function: 'shift-traffic',
      service: 'Elastic Load Balancing v2',
      action: 'ModifyRule',
      occurrence: 0,
      fault: { kind: 'late-effect', seconds: 28 },
    },
    { do: 'finish-now', when: during('Listen while baking', 1, 1) },
  ),
];
