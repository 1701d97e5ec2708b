import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { judgeByThresholds } from '../../../functions/rollout/domain/judge-thresholds.ts';
import { freshJudgeState } from '../../../functions/rollout/domain/verdict.ts';
import { answering, minute, noon, type Series } from './cloudwatch-answers.ts';
import { pick, read } from './cloudwatch-reads.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const names = ['error-rate', 'success-rate'] as const;
const metrics = Object.fromEntries(
  Object.entries(pick(...names)).map(([name, metric]) => [name, { ...metric, consecutive: 1 }]),
);

type Counts = readonly (number | undefined)[];

/** Both sides have 400 requests a minute, and the canary fails a fifth of them. */
const late = (stableAnswered: Counts, canaryFailed = 80): Series => ({
  'RequestCount Sum blue': stableAnswered.map(() => 400),
  'HTTPCode_Target_2XX_Count Sum blue': stableAnswered,
  'RequestCount Sum green': stableAnswered.map(() => 400),
  'HTTPCode_Target_2XX_Count Sum green': stableAnswered.map(() => 400 - canaryFailed),
  'HTTPCode_Target_5XX_Count Sum green': stableAnswered.map(() => canaryFailed || undefined),
});

const readAll = async (series: Series, minutes: number) => {
  cloudWatch.on(GetMetricDataCommand).callsFake(answering(series));
  return read(metrics, minutes);
};

const judged = async (stableAnswered: Counts, canaryFailed?: number) => {
  const answer = await readAll(late(stableAnswered, canaryFailed), stableAnswered.length);
  return judgeByThresholds({ metrics, answer, state: freshJudgeState, comparable: 'both' })
    .judgement;
};

describe('requests of stable without any answer', () => {
  it('leave their bucket out and in doubt when they are more than a tenth', async () => {
    const { readings } = await readAll(late([400, 359, 360, undefined]), 4);

    for (const name of names)
      expect(readings[name]?.stable).toEqual({
        kind: 'share',
        buckets: [
          expect.objectContaining({ at: noon, total: 400 }),
          expect.objectContaining({ at: noon + 2 * minute, total: 400 }),
        ],
        doubt:
          'more than 10 % of its requests have no answer in 2 of 4 buckets (the newest at 12:03 UTC): its counts are late, or it fails without answering',
      });
  });

  it('are the failures of a canary, which nothing excuses', async () => {
    const series = { ...late([400, 400]), 'HTTPCode_Target_2XX_Count Sum green': [] };

    const { readings } = await readAll(series, 2);

    expect(readings['error-rate']?.canary).toMatchObject({
      buckets: [{ events: 400 }, { events: 400 }],
    });
    expect(readings['error-rate']?.stable).not.toHaveProperty('doubt');
  });

  it('are in doubt no more after a quarter of an hour, and still left out', async () => {
    const counts = (length: number): Counts => [undefined, ...Array(length - 1).fill(400)];

    const [young, old] = [await readAll(late(counts(15)), 15), await readAll(late(counts(16)), 16)];

    expect(young.readings['error-rate']?.stable).toHaveProperty('doubt');
    expect(old.readings['error-rate']?.stable).not.toHaveProperty('doubt');
    expect(old.readings['error-rate']?.stable).toMatchObject({ buckets: { length: 15 } });
  });
});

describe('a canary that fails beside a stable side whose answers are late', () => {
  it.each<readonly [Counts, string]>([
    [[400, 400, 400, 400], 'regress'],
    [[400, undefined, 400, undefined], 'regress'],
    [[undefined, undefined, undefined, 400], 'regress'],
    [[undefined, undefined, undefined, undefined], 'blind'],
    [[undefined, 40, 200, 300], 'blind'],
  ])(
    'is judged by the minutes that can be believed, and never passes: %o',
    async (seen, expected) => {
      expect((await judged(seen)).verdict).toBe(expected);
    },
  );
});

describe('a good canary beside a stable side whose answers are late', () => {
  it.each<readonly [Counts, string]>([
    [[400, 400, 400, 400], 'pass'],
    [[400, 400, 400, undefined], 'blind'],
    [[undefined, 400, 400, 400], 'blind'],
    [[undefined, undefined, undefined, undefined], 'blind'],
  ])('is neither passed nor blamed: %o', async (seen, expected) => {
    const { verdict, because } = await judged(seen, 0);

    expect(verdict).toBe(expected);
    if (expected === 'blind')
      expect(because).toMatch(
        /^error rate cannot be seen on stable: more than 10 % of its requests have no answer in \d of 4/,
      );
  });

  it('is judged alone once it has all the traffic', async () => {
    const answer = await readAll(late([undefined, undefined, undefined], 0), 3);

    const { judgement } = judgeByThresholds({
      metrics,
      answer,
      state: freshJudgeState,
      comparable: 'canary-only',
    });

    expect(judgement.verdict).toBe('pass');
  });
});
