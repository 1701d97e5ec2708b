import { describe, expect, it } from 'vitest';
import { foldPath } from '../../../sandbox/report/path.ts';

const visits = (names: string) =>
  [...names].map((name, index) => ({ name, at: index, end: index + 1 }));

const folded = (names: string) =>
  foldPath(visits(names)).map(
    ({ visits: round, rounds }) => `${rounds}x${round.map(({ name }) => name).join('')}`,
  );

describe('folding a path', () => {
  it.each([
    ['', []],
    ['abc', ['1xa', '1xb', '1xc']],
    ['aaa', ['3xa']],
    ['xababaty', ['1xx', '2xab', '1xa', '1xt', '1xy']],
    ['sabcabcabce', ['1xs', '3xabc', '1xe']],
    ['abab12abab', ['2xab', '1x1', '1x2', '2xab']],
  ])('shows %j as %j', (names, expected) => {
    expect(folded(names)).toEqual(expected);
  });

  it('says from when to when a loop went round', () => {
    const [, loop] = foldPath(visits('sababab'));

    expect(loop).toMatchObject({ from: 1, to: 7, rounds: 3 });
  });
});
