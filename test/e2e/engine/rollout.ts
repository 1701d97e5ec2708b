import type { EngineRun, Play } from '../../support/engine/a-case.ts';
import type { Machine } from '../../support/machine/machine.ts';
import { answer, type Deed, journey, nobodyAnswers, type WayHome, woken } from './journeys.ts';

const tickSeconds = 2;

/** What each function answers when the rollout is to end: the traffic goes back and stays there. */
export const rolloutWayHome: WayHome = {
  'take-lease': 'taken',
  measure: 'roll-back',
  'roll-back': 'end-rolled-back',
  'end-run': 'ended',
};

const begun: readonly Deed[] = [
  ['Resolve plan', answer('resolved')],
  ['Take lease', answer('taken')],
];

const shifted = (next: Play): readonly Deed[] => [
  ['Shift traffic', answer('verify')],
  ['Verify traffic', next],
];

const failing = (name: string, times: number, task: string): readonly Deed[] =>
  Array.from({ length: times }, (): Deed => [task, { throws: name }]);

const stories: readonly {
  readonly name: string;
  readonly endsIn: string;
  readonly deeds: readonly Deed[];
}[] = [
  {
    name: 'is promoted step by step',
    endsIn: 'Promoted',
    deeds: [
      ...begun,
      ['Check rollout', answer('shift')],
      ...shifted(answer('listen-baking', tickSeconds)),
      ['Listen while baking', nobodyAnswers],
      ['Measure', answer('shift')],
      ...shifted(answer('listen-baking')),
      ['Listen while baking', woken],
      ['Measure', answer('shift')],
      ...shifted(answer('end-promoted')),
      ['End run as promoted', answer('ended')],
    ],
  },
  {
    name: 'is promoted only after the signal that came at the end',
    endsIn: 'Promoted',
    deeds: [
      ...begun,
      ['Check rollout', answer('measure')],
      ['Measure', answer('end-promoted')],
      ['End run as promoted', answer('unread')],
      ['Measure', answer('end-promoted')],
      ['End run as promoted', answer('ended')],
    ],
  },
  {
    name: 'waits for the older rollout and then for approval',
    endsIn: 'Promoted',
    deeds: [
      ['Resolve plan', answer('resolved')],
      ['Take lease', answer('wait')],
      ['Take lease', answer('taken')],
      ['Check rollout', answer('listen-approval', tickSeconds)],
      ['Listen for approval', nobodyAnswers],
      ['Measure', answer('listen-approval')],
      ['Listen for approval', woken],
      ['Measure', answer('shift')],
      ...shifted(answer('end-promoted')),
      ['End run as promoted', answer('ended')],
    ],
  },
  {
    name: 'is held while blind and rolled back when it regresses',
    endsIn: 'Rolled back',
    deeds: [
      ...begun,
      ['Check rollout', answer('shift')],
      ...shifted(answer('listen-held', tickSeconds)),
      ['Listen while held', nobodyAnswers],
      ['Measure', answer('roll-back')],
      ['Roll back', answer('verify-late')],
      ['Roll back what came late', answer('listen-draining', tickSeconds)],
      ['Listen while draining', nobodyAnswers],
      ['Measure what remains', answer('listen-draining')],
      ['Listen while draining', woken],
      ['Measure what remains', answer('end-rolled-back')],
      ['End run as rolled back', answer('ended')],
    ],
  },
  {
    name: 'is refused before anything moved',
    endsIn: 'Refused',
    deeds: [
      ...begun,
      ['Check rollout', { throws: 'PreflightError' }],
      ['End run as refused', answer('ended')],
    ],
  },
  {
    name: 'is only watched',
    endsIn: 'Watched',
    deeds: [
      ...begun,
      ['Check rollout', answer('listen-watching')],
      ['Listen while watching', woken],
      ['Measure', answer('end-watched')],
      ['End run as watched', answer('ended')],
    ],
  },
  {
    name: 'goes on after faults that pass',
    endsIn: 'Promoted',
    deeds: [
      ...failing('Lambda.TooManyRequestsException', 2, 'Resolve plan'),
      ...begun,
      ['Check rollout', { isKilled: true }],
      ['Check rollout', answer('shift')],
      ...failing('UnreadableError', 1, 'Shift traffic'),
      ...shifted(answer('listen-baking')),
      ...failing('Sandbox.Timedout', 1, 'Listen while baking'),
      ['Listen while baking', woken],
      ['Measure', answer('end-promoted')],
      ['End run as promoted', answer('ended')],
    ],
  },
  {
    name: 'needs an operator when it cannot roll back',
    endsIn: 'Operator needed',
    deeds: [
      ...begun,
      ['Check rollout', answer('shift')],
      ['Shift traffic', { throws: 'DriftError' }],
      ...failing('ChangeFailedError', 21, 'Roll back'),
      ['End run as needing operator', answer('ended')],
    ],
  },
];

/** What happens to rollouts, in their own words, and the state in which each ends. */
export const rolloutStories = (machine: Machine): (EngineRun & { readonly endsIn: string })[] =>
  stories.map(({ name, endsIn, deeds }) => ({
    ...journey(machine, rolloutWayHome, name, deeds),
    endsIn,
  }));
