import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../functions/platform/errors.ts';
import { readArguments } from '../../../sandbox/explore/arguments.ts';
import { variants } from '../../../sandbox/explore/variants.ts';

const read = (...words: string[]) => readArguments(words, () => {});

describe('the words after npm run explore', () => {
  it('may be none: every workflow, without a limit of time', () => {
    const asked = read();

    expect(asked).toEqual({
      ...{ workflows: ['rollout'], seed: 1 },
      ...{ quick: false, json: false, variants: false },
    });
  });

  it('name a workflow, a time, a number of runs and a seed', () => {
    expect(read('rollout', '--minutes', '2.5', '--runs', '30', '--seed', '7')).toMatchObject({
      workflows: ['rollout'],
      minutes: 2.5,
      runs: 30,
      seed: 7,
    });
  });

  it.each([
    [['failover'], /workflow: "failover" is not allowed; allowed: rollout/],
    [['--minutes', '0'], /--minutes: "0" is not allowed; allowed: a number above 0/],
    [['--minutes', "it's"], /--minutes: "it's" is not allowed; allowed: a number above 0/],
    [['--minutes', '1441'], /at most 1440/],
    [['--runs', '-1'], /--runs: "-1" is not allowed; allowed: an integer/],
    [['--deep'], /--deep: this flag is not allowed; allowed: --minutes, .*--help/],
    [['--variant', 'foo'], /--variant: "foo" is not allowed; allowed: [a-z-]+/],
    [['--variant', variants[0]?.name ?? ''], /allowed: with node --import .*variant-loader/],
    [['rollout', 'good'], /arguments: "good" is not allowed; allowed: \[workflow\]/],
  ])('are refused when they are %j', (words, message) => {
    expect(() => read(...words)).toThrow(InvalidInputError);
    expect(() => read(...words)).toThrow(message);
  });

  it('may name the variant that was loaded', () => {
    const asked = readArguments(['--variant', 'foo'], () => {}, 'foo');

    expect(asked).toMatchObject({ variant: 'foo' });
  });
});
