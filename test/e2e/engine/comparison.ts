import { isDeepStrictEqual } from 'node:util';
import type { EngineCase, Outcome } from '../../support/engine/a-case.ts';

/** What two interpreters must agree on. The types of events are not part of it. */
export type Facts = Partial<Omit<Outcome, 'events'>>;

/** What boto adds to every answer of Lambda, and the SDK of Step Functions too, each its own. */
const ofTheSdk = new Set(['SdkHttpMetadata', 'SdkResponseMetadata']);

const withoutSdk = (value: unknown): unknown =>
  value === undefined
    ? undefined
    : JSON.parse(JSON.stringify(value, (name, each) => (ofTheSdk.has(name) ? undefined : each)));

/**
 * The facts of an outcome: all of them, or those that count for a case. There a cause counts where
 * the case says it, since AWS words its own as it likes, and so does the order across functions,
 * since branches race.
 */
export const factsOf = (outcome: Outcome, expected?: EngineCase['expected']): Facts => {
  const { status, output, error, cause, paths, variables, payloads, invoked } = outcome;
  const isNamed = (fact: string): boolean => expected === undefined || fact in expected;
  return {
    status,
    output: withoutSdk(output),
    error,
    ...(isNamed('cause') ? { cause } : {}),
    paths,
    variables,
    payloads,
    ...(isNamed('invoked') ? { invoked } : {}),
  };
};

/** The names of the facts that are the same in both. */
export const sameIn = (some: Facts, all: Facts): string[] =>
  Object.entries(some)
    .filter(([name, fact]) =>
      isDeepStrictEqual(fact, Object.entries(all).find(([each]) => each === name)?.[1]),
    )
    .map(([name]) => name);
