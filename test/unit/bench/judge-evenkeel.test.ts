import { describe, expect, it } from 'vitest';
import { askedAlways, own } from '../../../bench/judge-evenkeel.ts';
import { leastBuckets } from '../../../bench/judge-limits.ts';
import type { Rule } from '../../../bench/judge-rivals.ts';
import { type Setting, settings, titleOf } from '../../../bench/judge-setting.ts';
import { worldOf } from '../../../bench/judge-world.ts';

const named = (title: string): Setting => {
  const found = settings().find((setting) => titleOf(setting).startsWith(title));
  if (found === undefined) throw new Error(`there is no cell ${title}`);
  return found;
};

const [sequential, threshold] = own;

/** Buckets until the rollback, 0 for none, of several rollouts. */
const decisions = (begin: Rule['begin'], setting: Setting): number[] =>
  Array.from({ length: 6 }, (_, index) => {
    const world = worldOf(setting, index + 1);
    const judge = begin(world, 60);
    return Array.from({ length: 40 }, () => judge(world.next())).indexOf(true) + 1;
  });

describe('the shortcut of the bench', () => {
  it.each([
    'errors 1 -> 3 % early, 1000 a minute',
    'p99 x3 early, 1000 a minute',
    'latency +30 % early, 100 a minute',
    'A/A bursts of 3, 1000 a minute',
    'A/A plain, 20 a minute',
  ])('decides as the judge that is asked at every tick: %s', (title) => {
    const setting = named(title);

    expect(decisions(sequential.begin, setting)).toEqual(
      decisions(askedAlways('sequential'), setting),
    );
    expect(decisions(threshold.begin, setting)).toEqual(
      decisions(askedAlways('threshold'), setting),
    );
  });
});

describe('the least number of buckets', () => {
  // 0.1 KL(0.02 | 0.011) + 0.9 KL(0.01 | 0.011) = 0.0003425 nats for each request.
  it('is ln 100 over what a bucket tells', () => {
    const least = leastBuckets(named('errors 1 -> 2 % early, 1000 a minute, Cloud'));

    expect(least.whole).toBeCloseTo(13.45, 1);
    expect(least.counts).toBeCloseTo(least.whole, 10);
    expect(least.shared / least.whole).toBeCloseTo(Math.log(300) / Math.log(100), 10);
  });

  it('is smaller for a test that knows each latency', () => {
    const { whole, counts } = leastBuckets(named('p99 x1.5 early, 1000 a minute, Cloud'));

    expect(whole).toBeLessThan(counts);
  });
});
