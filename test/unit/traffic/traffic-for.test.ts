import { describe, expect, it } from 'vitest';
import { trafficFor } from '../../../functions/traffic/traffic-for.ts';
import { anAlbTarget } from './an-alb.ts';
import { anAliasTarget } from './an-alias.ts';

describe('trafficFor', () => {
  it('gives an alias its own adapter', async () => {
    const labels = await trafficFor(anAliasTarget()).labels('42');

    expect(labels).toEqual({ function: 'pricing', alias: 'live', version: '42' });
  });

  it('gives a listener rule its own adapter', async () => {
    await expect(trafficFor(anAlbTarget()).inspect('42')).rejects.toThrow('allowed: blue, green');
  });

  it.each([anAlbTarget(), anAliasTarget()])(
    'waits longer for $kind than a function lives',
    (target) => {
      expect(trafficFor(target).inFlightSeconds).toBeGreaterThan(20);
    },
  );
});
