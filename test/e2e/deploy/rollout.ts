import { type Asked, type Ended, ended, invoke, request, until } from './cloud.ts';
import type { Heard } from './ears.ts';
import type { Stage } from './stage.ts';

/** What run-status says. */
export interface Status {
  readonly status: string;
  readonly step: string;
  readonly live: Readonly<Record<string, number>>;
}

/** A rollout that a deploy event has started. */
export interface Rollout {
  readonly run: string;
  readonly executionArn: string;
  readonly end: () => Promise<Ended>;
  readonly status: () => Promise<Status | undefined>;
  /** Settles when the rollout bakes with these weights. */
  readonly bakes: (live: Status['live']) => Promise<unknown>;
  /** What people heard of it so far, at least once each. */
  readonly heard: () => Promise<readonly Heard[]>;
  /** The kinds of what people heard of it, once all of these are among them. */
  readonly kinds: (...expected: string[]) => Promise<ReadonlySet<string | undefined>>;
}

/** Asks for a rollout on the bus, as a deployment does. */
export const startRollout = async (stage: Stage, asked: Asked): Promise<Rollout> => {
  const { endpoint } = stage;
  const { run, executionArn } = await request(endpoint, asked, stage.now());
  const status = async () =>
    (await invoke(endpoint, 'run-status', { run })).answer as Status | undefined;
  const heard = async () => {
    // The guardian sends what is unsent, as it does every minute.
    await invoke(endpoint, 'guard-runs', {});
    return (await stage.heard()).filter((message) => message.run === run);
  };
  return {
    run,
    executionArn,
    end: () => ended(endpoint, executionArn),
    status,
    bakes: (live) =>
      until(
        async () => {
          const seen = await status();
          const isThere = JSON.stringify(seen?.live) === JSON.stringify(live);
          return isThere && seen?.step.startsWith('baking') ? seen : undefined;
        },
        `${run} bakes at ${JSON.stringify(live)}`,
      ),
    heard,
    kinds: (...expected) =>
      until(async () => {
        const kinds = new Set((await heard()).map(({ kind }) => kind));
        return kinds.isSupersetOf(new Set(expected)) ? kinds : undefined;
      }, `${expected} about ${run}`),
  };
};

/** The states of a rollout without its ticks and its questions. */
export const deeds = (states: readonly string[]): string[] =>
  states.filter((name) => !/^(Listen|Measure)|\?$/.test(name));
