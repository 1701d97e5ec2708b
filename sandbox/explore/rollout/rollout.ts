import type { Subject } from '../subject.ts';
import { playInterventions } from './acts.ts';
import { bakesOf } from './bakes.ts';
import { deedNames, drawDeed } from './deeds.ts';
import { whyUnended } from './endings.ts';
import { plainSchedules } from './plain.ts';
import { otherSamples } from './samples.ts';
import { sequences } from './sequences.ts';

/** The rollout, as it is explored. */
export const rollout: Subject = {
  workflow: 'rollout',
  plain: plainSchedules,
  sequences,
  deeds: deedNames,
  interrupting: [{ do: 'abort' }, { do: 'hold' }, { do: 'guard' }],
  meddling: [{ do: 'abort' }, { do: 'set-weights', canary: 30 }, { do: 'stop-execution' }],
  drawDeed,
  play: playInterventions,
  mayRest: ['guard-runs', 'hear-alarm'],
  otherSamples,
  bakesOf,
  whyUnended,
};
