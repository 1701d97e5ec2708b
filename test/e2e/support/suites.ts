import { packageOf } from './venv.ts';

/** The packages of requirements.txt that a suite cannot do without. */
const needs: Readonly<Record<string, readonly string[]>> = {
  dynamodb: ['moto', 'ministack'],
  wire: ['moto', 'ministack'],
  engine: ['moto'],
  deploy: ['moto', 'ministack'],
  template: ['cfn-lint'],
};

/** Each suite that cannot run with these pins, and the packages that it lacks. */
export const suitesWithout = (pins: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const there = new Set(pins.map(packageOf));
  return new Map(
    Object.entries(needs)
      .map(([suite, packages]) => [suite, packages.filter((each) => !there.has(each))] as const)
      .filter(([, missing]) => missing.length > 0),
  );
};
