import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handler as checkRollout } from '../../functions/rollout/check-rollout.ts';
import { handler as checkService } from '../../functions/rollout/check-service.ts';
import { handler as endRun } from '../../functions/rollout/end-run.ts';
import { handler as measure } from '../../functions/rollout/measure.ts';
import { handler as releaseLease } from '../../functions/rollout/release-lease.ts';
import { handler as resolvePlan } from '../../functions/rollout/resolve-plan.ts';
import { handler as retryRollback } from '../../functions/rollout/retry-rollback.ts';
import { handler as rollBack } from '../../functions/rollout/roll-back.ts';
import { handler as runStatus } from '../../functions/rollout/run-status.ts';
import { handler as shiftTraffic } from '../../functions/rollout/shift-traffic.ts';
import { handler as takeLease } from '../../functions/rollout/take-lease.ts';
import { handler as verifyTraffic } from '../../functions/rollout/verify-traffic.ts';
import { handler as abortRun } from '../../functions/runs/abort-run.ts';
import { handler as approveRun } from '../../functions/runs/approve-run.ts';
import { handler as listen } from '../../functions/runs/listen.ts';
import { handler as signalRun } from '../../functions/runs/signal-run.ts';
import { noon } from '../support/a-run.ts';
import { aWatchedStore } from '../support/fuzz/a-watched-store.ts';
import { holds } from '../support/fuzz/holds.ts';
import { aJsonValue, huge } from '../support/fuzz/hostile.ts';
import { mutatedJson } from '../support/fuzz/mutated.ts';
import { aGatedRun } from '../unit/runs/a-store.ts';

const run = { id: 'checkout-9', epoch: 1 };
const asked = { who: 'ann', why: 'the mail is out' };
const request = { service: 'checkout', revision: 'checkout:42', requestId: 'build-1', ...asked };

/** What the machine or a person gives to each function, by its handler. */
const tasks = {
  'check-rollout': [checkRollout, { run, entry: 2 }],
  'check-service': [checkService, { service: 'absent', revision: 'checkout:42' }],
  measure: [measure, { run, entry: 2 }],
  'release-lease': [releaseLease, { service: 'checkout', ...asked }],
  'retry-rollback': [retryRollback, { service: 'checkout', ...asked }],
  'roll-back': [rollBack, { run, entry: 2, retry: 0, failure: { Error: 'E', Cause: '{}' } }],
  'run-status': [runStatus, { run: run.id }],
  'shift-traffic': [shiftTraffic, { run, entry: 2, retry: 1 }],
  'take-lease': [takeLease, { id: run.id }],
  'verify-traffic': [verifyTraffic, { run, entry: 2, retry: 1 }],
  listen: [listen, { run, entry: 2, retry: 0, token: 'token' }],
  'abort-run': [abortRun, { run: run.id, ...asked }],
  'approve-run': [approveRun, { run: run.id, gate: 'approval-1', answer: 'approve', ...asked }],
  'signal-run': [signalRun, { run: run.id, signal: 'resume', gate: 'hold-1', ...asked }],
} as const;

describe('the input of a function', () => {
  it.each(Object.entries(tasks))(
    'of %s is refused in one line, and changes nothing, when it is wrong or names no run',
    async (_name, [handler, sample]) => {
      const { world, call } = aWatchedStore();
      const before = world();

      await holds(
        [fc.oneof(mutatedJson(sample), aJsonValue)],
        async (input) => {
          const outcome = await call(handler, input);

          expect(outcome).toHaveProperty('error');
          expect(world()).toBe(before);
        },
        {
          runs: 50,
          // Were repeated in full by whoever did not find them, and were no input error at all.
          examples: Object.keys(sample).flatMap((field) => [
            [{ ...sample, [field]: huge }],
            [{ ...sample, [field]: { length: { toString: 0 } } }],
          ]),
        },
      );
    },
  );

  it('of resolve-plan becomes one run with the plan of its service, or nothing', () =>
    holds(
      [
        mutatedJson({
          execution: {
            name: 'checkout-1',
            arn: 'arn:aws:states:eu-west-1:1:execution:m:checkout-1',
          },
          request: { ...request, at: noon },
        }),
      ],
      async (input) => {
        const { store, world, call } = aWatchedStore();
        const before = world();

        const outcome = await call(resolvePlan, input);

        if ('error' in outcome) expect(world()).toBe(before);
        else expect(store.items()).toMatchObject([{ pk: 'open' }, { workflow: 'rollout' }]);
      },
      { runs: 50 },
    ));

  it('of end-run tells of a run that was never recorded, once, or of nothing', () =>
    holds(
      [
        mutatedJson({
          run: { id: 'checkout-1', epoch: 0 },
          entry: 2,
          outcome: 'refused',
          failure: { Error: 'UnknownServiceError', Cause: '{"errorMessage":"no entry"}' },
          request: { ...request, at: noon },
        }),
      ],
      async (input) => {
        const { store, world, call } = aWatchedStore();
        const before = world();

        const outcome = await call(endRun, input);

        if ('error' in outcome) expect(world()).toBe(before);
        else expect(store.published.length).toBe(1);
      },
      { runs: 50 },
    ));
});

describe('a signal of a person to a run that holds', () => {
  const gate = { id: 'hold-1', kind: 'hold', deadline: noon + 3_600_000 } as const;
  const signals = [
    [abortRun, { run: 'checkout-1', ...asked }],
    [approveRun, { run: 'checkout-1', gate: 'hold-1', answer: 'approve', ...asked }],
    [signalRun, { run: 'checkout-1', signal: 'hold', ...asked }],
    [signalRun, { run: 'checkout-1', signal: 'resume', gate: 'hold-1', ...asked }],
    [signalRun, { run: 'checkout-1', signal: 'extend', gate: 'hold-1', ...asked }],
    [signalRun, { run: 'checkout-1', signal: 'finish-now', step: 10, ...asked }],
  ] as const;
  const aSignal = fc
    .constantFrom(...signals)
    .chain(([handler, sample]) => mutatedJson(sample).map((input) => [handler, input] as const));

  it('lies in the mailbox as it was given, or changes nothing', () =>
    holds(
      [aSignal],
      async ([handler, input]) => {
        const { store, world, call } = aWatchedStore();
        await aGatedRun(store, gate);
        const before = world();

        const outcome = await call(handler, input);

        if ('error' in outcome) {
          expect(world()).toBe(before);
          return;
        }
        const mail = store.items().filter(({ sk }) => String(sk).startsWith('signal#'));
        expect(mail).toMatchObject([{ who: expect.any(String), taken: false }]);
        expect(['abort', 'hold', 'resume', 'extend']).toContain(mail[0]?.kind);
      },
      { runs: 100 },
    ));
});
