import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handler as guard, guardRuns } from '../../functions/rollout/guard-runs.ts';
import { handler as hear } from '../../functions/rollout/hear-alarm.ts';
import { handler as start } from '../../functions/rollout/start-rollout.ts';
import { listen } from '../../functions/runs/listen.ts';
import { aPlan } from '../support/a-plan.ts';
import { aBake, aDetail, noon } from '../support/a-run.ts';
import { aWatchedStore } from '../support/fuzz/a-watched-store.ts';
import { holds } from '../support/fuzz/holds.ts';
import { aJsonValue, huge } from '../support/fuzz/hostile.ts';
import { mutatedJson } from '../support/fuzz/mutated.ts';
import { anOwnedRun, type Store } from '../unit/runs/a-store.ts';

const time = new Date(noon).toISOString();
const sample = (name: string): object =>
  JSON.parse(readFileSync(`events/rollout/${name}.json`, 'utf8'));
const deploy = { ...sample('deploy-requested'), time };

/** SNS takes 256 KiB; DynamoDB's item is a little more than the message. */
const longestMessage = 30_000;

describe('a deploy event', () => {
  const { detail } = deploy as unknown as { detail: object };
  const anEvent = fc.oneof(mutatedJson(deploy), mutatedJson(detail), aJsonValue);

  it('starts what it says, or starts nothing and is told at most once in a few lines', () =>
    holds(
      [anEvent],
      async (event) => {
        const { store, started, call } = aWatchedStore();

        const outcome = await call(start, event);

        if ('value' in outcome && Object.hasOwn(outcome.value as object, 'started')) {
          const { at, ...request } = JSON.parse(started[0]?.input ?? '');
          expect(at).toBeLessThanOrEqual(noon);
          const asked = (event as { detail?: object }).detail ?? event;
          expect([request, store.published]).toEqual([asked, []]);
          return;
        }
        expect(started).toEqual([]);
        expect(store.published.length).toBeLessThanOrEqual(1);
        expect(store.items().length).toBe(store.published.length);
        for (const { message, subject } of store.published) {
          expect(message.length).toBeLessThan(longestMessage);
          expect(subject).toMatch(/^[A-Za-z0-9][\x20-\x7e]{0,99}$/);
        }
      },
      {
        examples: [
          // Was told in more than SNS takes, and then kept for ever in the outbox.
          [
            {
              ...deploy,
              detail: Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`k${at}`, 1])),
            },
          ],
          [{ ...deploy, detail: { ...detail, [huge]: huge, who: huge } }],
          // Superseded every later request.
          [{ ...deploy, time: '2999-01-01T00:00:00Z' }],
          // Threw out of zod, so that Lambda would have repeated it.
          [{ ...deploy, detail: { ...detail, service: { length: { toString: 0 } } } }],
          [{ ...deploy, id: { length: { toString: 0 } } }],
        ],
      },
    ));
});

const alarm = {
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  detail: {
    alarmName: 'checkout-5xx',
    state: { value: 'ALARM', timestamp: '2026-03-02T11:59:58.125+0000', reason: 'Crossed' },
    previousState: { value: 'OK' },
  },
};

const aWaitingRun = async (store: Store): Promise<void> => {
  const plan = aPlan({}, { alarms: [{ name: 'checkout-5xx', side: 'canary' }] });
  const run = await anOwnedRun(store, { detail: aDetail(aBake(), { plan }) });
  const wait = { run: { id: run.id, epoch: run.epoch }, entry: 1, retry: 0, token: 'token' };
  await store.within(() => listen(wait));
};

describe('an alarm event', () => {
  it('is put into the mailbox of a run that watches it, once and whole, or changes nothing', () =>
    holds(
      [mutatedJson(alarm)],
      async (event) => {
        const { store, world, call } = aWatchedStore();
        await aWaitingRun(store);
        const before = world();

        const outcome = await call(hear, event);

        const told = 'value' in outcome ? (outcome.value as { told: string[] }).told : [];
        if (told.length === 0) {
          expect(world()).toBe(before);
          return;
        }
        const mail = store.items().filter(({ sk }) => String(sk).startsWith('signal#'));
        expect(mail).toMatchObject([{ kind: 'alarm', alarm: { name: 'checkout-5xx' } }]);
        expect(String(mail[0]?.why).isWellFormed()).toBe(true);
        expect(store.woken).toEqual(['token']);
      },
      {
        runs: 60,
        examples: [
          [
            {
              ...alarm,
              detail: {
                ...alarm.detail,
                state: { ...alarm.detail.state, reason: `a${'😀'.repeat(500)}` },
              },
            },
          ],
        ],
      },
    ));
});

describe('a status event of Step Functions', () => {
  const status = {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    detail: { executionArn: 'arn', status: 'ABORTED', name: 'checkout-1', output: null },
  };

  it('only says "look": whatever it holds, a run whose execution runs is left alone', () =>
    holds(
      [mutatedJson(status)],
      async (event) => {
        const { store, world, call } = aWatchedStore();
        await aWaitingRun(store);
        const before = world();

        const outcome = await call(guard, event);

        if ('value' in outcome) expect(outcome.value).toEqual(await store.within(guardRuns));
        expect(world()).toBe(before);
      },
      { runs: 60 },
    ));
});
