import { describe, expect, it } from 'vitest';
import {
  countsEvidence,
  pValue,
  rateRatio,
  ratioBet,
  ratiosEvidence,
  shareOfEvents,
} from '../../../functions/rollout/domain/evidence/counts.ts';

const ln = (ratio: number): number => Math.log(ratio);

describe('the evidence of counts', () => {
  // Recomputed independently of this code: canary, control, canary's share, two-sided, grid.
  it.each([
    [0, 0, 0.1, 0, 0],
    [3, 7, 0.1, 0.069152, 0.832383],
    [10, 20, 0.1, 1.509499, 4.572375],
    [20, 80, 0.1, 1.920724, 2.954527],
    [30, 100, 0.1, 5.196849, 7.563138],
    [140, 860, 0.1, 6.001169, 6.120326],
    [0, 40, 0.1, 0.682435, -1.889726],
    [80, 20, 0.5, 8.839605, 17.374493],
    [20, 80, 0.5, 8.839605, -5.039323],
  ])('of %i on the canary and %i on stable with a share of %f is known', (...row) => {
    const [canary, stable, share, twoSided, grid] = row;

    expect(countsEvidence([canary, stable], [share, 1 - share])).toBeCloseTo(twoSided, 5);
    expect(ratiosEvidence([{ canary, stable, share }])).toBeCloseTo(grid, 5);
  });

  it.each([
    [1, 1.764527],
    [1.25, 0.255561],
  ])('goes on over a change of weights with a margin of %f', (margin, known) => {
    const buckets = [
      { canary: 6, stable: 20, share: 0.1 },
      { canary: 30, stable: 18, share: 0.5 },
    ];

    expect(ratiosEvidence(buckets, margin)).toBeCloseTo(known, 5);
  });

  // Published with the Python package savvi, for events drawn with numpy's seed 1.
  it('first falls to 5 % where its authors say: two sides', () => {
    const evidence = countsEvidence([148, 62], [0.8, 0.2]);

    expect(pValue(evidence)).toBeCloseTo(0.0455796, 6);
  });

  it('first falls to 5 % where its authors say: three sides', () => {
    const evidence = countsEvidence([40, 129, 233], [0.1, 0.4, 0.5]);

    expect(pValue(evidence)).toBeCloseTo(0.0484559, 6);
  });

  it('leaves the ratios possible that its authors say', () => {
    const between = shareOfEvents({ canary: 62, stable: 148 }, 0.2, 0.05);

    const [least, most] = between.map((share) => ln(rateRatio(share, 0.2)));
    expect(least).toBeCloseTo(0.00464625, 6);
    expect(most).toBeCloseTo(0.994506, 5);
  });

  it('leaves everything possible without events', () => {
    expect(shareOfEvents({ canary: 0, stable: 0 }, 0.1, 0.05)).toEqual([0, 1]);
  });

  it('of a side that has next to all requests is a number, whatever is bet on', () => {
    const share = 1 - Number.EPSILON / 2;

    expect(ratioBet({ canary: 0, stable: 1 }, share, 20)).toBeCloseTo(-ln(20), 9);
  });

  it('is mirrored when the sides are swapped', () => {
    const one = ratioBet({ canary: 30, stable: 70 }, 0.2, 3);
    const other = ratioBet({ canary: 70, stable: 30 }, 0.8, 1 / 3);

    expect(one).toBeCloseTo(other, 10);
  });
});
