import type { Machine, Retrier, State } from '../../support/machine/machine.ts';

/** Long enough for an answer from a busy machine, short enough to wait for one that never comes. */
const taskSeconds = 8;

const withoutGrowth = (retrier: Retrier): Retrier => ({
  ErrorEquals: retrier.ErrorEquals,
  MaxAttempts: retrier.MaxAttempts,
  IntervalSeconds: 1,
  BackoffRate: 1,
});

const shortenedState = (state: State): State => ({
  ...state,
  ...(typeof state.Seconds === 'number' ? { Seconds: 1 } : {}),
  ...(typeof state.TimeoutSeconds === 'number' ? { TimeoutSeconds: taskSeconds } : {}),
  ...(state.Retry ? { Retry: state.Retry.map(withoutGrowth) } : {}),
});

/** A copy of the machine that waits no longer than it must: order is compared, not time. */
export const shortened = (machine: Machine): Machine => ({
  ...machine,
  States: Object.fromEntries(
    Object.entries(machine.States).map(([name, state]) => [name, shortenedState(state)]),
  ),
});
