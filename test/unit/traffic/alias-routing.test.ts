import { describe, expect, it } from 'vitest';
import {
  type AliasRouting,
  isPublished,
  isSameRouting,
  routingFor,
  splitOfRouting,
} from '../../../functions/traffic/domain/alias-routing.ts';

const sides = { stable: '41', canary: '42' };

describe('routingFor', () => {
  it.each([
    { share: 0, routing: { version: '41', additional: {} } },
    { share: 7, routing: { version: '41', additional: { 42: 0.07 } } },
    { share: 50, routing: { version: '41', additional: { 42: 0.5 } } },
    { share: 100, routing: { version: '42', additional: {} } },
  ])('gives the canary $share %', ({ share, routing }) => {
    expect(routingFor(sides, share)).toEqual(routing);
  });

  it('is read back as the same whole share for every whole share', () => {
    const shares = Array.from({ length: 101 }, (_, share) => share);

    const read = shares.map((share) => splitOfRouting(routingFor(sides, share)).shares['42'] ?? 0);

    expect(read).toEqual(shares);
  });
});

describe('splitOfRouting', () => {
  it.each([
    { additional: {}, shares: { 41: 100 } },
    { additional: { 42: 0.1 }, shares: { 41: 90, 42: 10 } },
    { additional: { 42: 0.29 }, shares: { 41: 71, 42: 29 } },
    { additional: { 42: 1 }, shares: { 41: 0, 42: 100 } },
    { additional: { 42: 0.333333333 }, shares: { 41: 66.666667, 42: 33.333333 } },
  ])('reads $additional beside version 41', ({ additional, shares }) => {
    expect(splitOfRouting({ version: '41', additional } as AliasRouting)).toEqual({
      shares,
      foreign: {},
    });
  });

  it('calls an unpublished version foreign', () => {
    expect(splitOfRouting({ version: '$LATEST', additional: { 42: 0.1 } })).toEqual({
      shares: { 42: 10 },
      foreign: { $LATEST: 90 },
    });
  });
});

describe('isSameRouting', () => {
  const at = (version: string, additional: Record<string, number>) => ({ version, additional });

  it.each([
    { name: 'equal ones', a: at('41', { 42: 0.1 }), b: at('41', { 42: 0.1 }), is: true },
    { name: 'floating noise', a: at('41', { 42: 0.3 }), b: at('41', { 42: 0.1 + 0.2 }), is: true },
    { name: 'another weight', a: at('41', { 42: 0.1 }), b: at('41', { 42: 0.2 }), is: false },
    { name: 'another version', a: at('41', {}), b: at('42', {}), is: false },
    { name: 'all for 42 and a promotion', a: at('41', { 42: 1 }), b: at('42', {}), is: false },
    { name: 'none for 42 and no entry', a: at('41', { 42: 0 }), b: at('41', {}), is: false },
    { name: 'none for 42 and for 43', a: at('41', { 42: 0 }), b: at('41', { 43: 0 }), is: false },
  ])('is $is for $name', ({ a, b, is }) => {
    expect(isSameRouting(a, b)).toBe(is);
  });
});

describe('isPublished', () => {
  it.each([
    { version: '42', is: true },
    { version: '$LATEST', is: false },
    { version: '042', is: false },
    { version: 'live', is: false },
    { version: '', is: false },
  ])('is $is for "$version"', ({ version, is }) => {
    expect(isPublished(version)).toBe(is);
  });
});
