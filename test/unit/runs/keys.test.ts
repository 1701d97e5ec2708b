import { describe, expect, it } from 'vitest';
import {
  evidenceKey,
  leaseKey,
  openKey,
  runKey,
  sentKey,
  signalKey,
  timelineKey,
  unsentKey,
} from '../../../functions/runs/domain/keys.ts';

describe('where something lies in the table', () => {
  it.each([
    ['a run', runKey('a'), 'run#a', 'run'],
    ['the lease of a target', leaseKey('rollout/shop'), 'target#rollout/shop', 'lease'],
    ['the mark of an open run', openKey('a'), 'open', 'a'],
    ['a signal', signalKey('a', 'abort'), 'run#a', 'signal#abort'],
    ['a line of the timeline', timelineKey('a', 7, 2), 'run#a', 'timeline#000000000000007#2'],
    ['the evidence of a decision', evidenceKey('a', 7), 'run#a', 'evidence#000000000000007'],
    ['an unsent message', unsentKey('a/1/held'), 'unsent', 'a/1/held'],
    ['a sent message', sentKey('a', 'a/1/held'), 'run#a', 'message#a/1/held'],
  ])('is fixed for %s', (_what, key, pk, sk) => {
    expect(key).toEqual({ pk, sk });
  });

  it('is in the order of the decisions, also after the ninth', () => {
    const keys = [10, 9, 100].map((version) => timelineKey('a', version, 0).sk);

    expect(keys.toSorted()).toEqual([keys[1], keys[0], keys[2]]);
  });
});
