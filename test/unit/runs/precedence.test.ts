import { describe, expect, it } from 'vitest';
import { byPrecedence, type SignalKind } from '../../../functions/runs/domain/signal.ts';
import { aSignal, noon } from '../../support/a-run.ts';

const kindsOf = (...kinds: SignalKind[]): SignalKind[] =>
  byPrecedence(kinds.map((kind) => aSignal(kind))).map(({ kind }) => kind);

describe('signals that are read at once', () => {
  it('count in the order of safety', () => {
    const kinds = kindsOf('resume', 'hold', 'decline', 'alarm', 'abort');

    expect(kinds).toEqual(['abort', 'alarm', 'decline', 'hold', 'resume']);
  });

  it.each(['approve', 'resume', 'skip-wait', 'extend', 'finish-now'] as const)(
    'have %s after a hold',
    (kind) => {
      expect(kindsOf(kind, 'hold')).toEqual(['hold', kind]);
    },
  );

  it('of one rank count in the order of their time, and then of their id', () => {
    const later = aSignal('resume', { id: 'a', at: noon });
    const [b, c] = ['b', 'c'].map((id) => aSignal('extend', { id, at: noon - 1 }));

    const sorted = byPrecedence([later, ...(b && c ? [c, b] : [])]);

    expect(sorted.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  });

  it('stay as they were given', () => {
    const given = [aSignal('hold'), aSignal('abort')];

    byPrecedence(given);

    expect(given.map(({ kind }) => kind)).toEqual(['hold', 'abort']);
  });
});
