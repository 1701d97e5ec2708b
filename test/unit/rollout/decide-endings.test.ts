import { describe, expect, it } from 'vitest';
import { decideDrain } from '../../../functions/rollout/domain/decide-drain.ts';
import { decideWatch } from '../../../functions/rollout/domain/decide-watch.ts';
import type { Snapshot } from '../../../functions/rollout/domain/decision.ts';
import type { RolloutDetail } from '../../../functions/rollout/domain/detail.ts';
import { aPlan } from '../../support/a-plan.ts';
import {
  aDetail,
  anEdge,
  aSignal,
  aSnapshot,
  aSplit,
  noon,
  startedAt,
} from '../../support/a-run.ts';

describe('what is said of a drain', () => {
  const drain = (until: number, requests: readonly number[], share?: number, returnsAgain = 0) =>
    decideDrain(
      aDetail(
        { kind: 'draining', because: 'worse', error: 'RolledBackError', until },
        { returnsAgain },
      ),
      noon,
      { requests, share, elsewhere: {} },
    );

  it.each([
    [
      'gone',
      drain(noon + 1, [0, 0], 0),
      'traffic gone',
      'the canary had no requests in the last 2 minutes',
    ],
    [
      'not gone yet',
      drain(noon + 1, [0], 0),
      undefined,
      'the weights are back; waiting for the traffic to be gone',
    ],
    ['not readable', drain(noon + 1, [0, 0]), undefined, 'the live weights could not be read'],
    [
      'not readable in time',
      drain(noon, [0, 0]),
      'traffic gone',
      'the canary had no requests in the last 2 minutes',
    ],
    [
      'still there',
      drain(noon, [3, 4], 0),
      'traffic not seen gone',
      'the weights are back, but the canary still had 7 requests in the last 2 minutes',
    ],
    ['back once more', drain(noon, [], 20), 'roll back', 'worse'],
    [
      'back for ever',
      drain(noon, [], 20, 3),
      'needs operator',
      'the canary has 20 % again after the rollback (worse); it was returned 3 times already',
    ],
  ])('that is %s', (_what, decided, decision, because) => {
    expect([decided.decision, decided.because]).toEqual([decision, because]);
  });

  it('tells that the traffic is gone, and that it came back', () => {
    expect(drain(noon, [0, 0], 0).notices.map(({ sentence }) => sentence)).toEqual([
      'the traffic is gone from the canary: no requests in the last 2 minutes',
    ]);
    expect(drain(noon, [], 20).notices.map(({ sentence }) => sentence)).toEqual([
      'the canary has 20 % again after the rollback (worse)',
    ]);
  });
});

describe('a dry run', () => {
  const watch = (
    canary: number,
    snapshot: Partial<Snapshot> = {},
    detail: Partial<RolloutDetail> = {},
  ) =>
    decideWatch(
      aDetail(
        { kind: 'watching', sawSplit: false },
        { firstShiftAt: undefined, plan: aPlan({ dryRun: true }), ...detail },
      ),
      aSnapshot({ intents: [], split: aSplit(canary), ...snapshot }),
    );

  it('knows from when on the canary had traffic', () => {
    const [none, some, more] = [watch(0), watch(1), watch(1, {}, { firstShiftAt: startedAt })];

    expect([none.detail.firstShiftAt, some.detail.firstShiftAt, more.detail.firstShiftAt]).toEqual([
      undefined,
      noon,
      startedAt,
    ]);
    expect([none, some].map(({ detail: { phase } }) => phase)).toEqual([
      { kind: 'watching', sawSplit: false },
      { kind: 'watching', sawSplit: true },
    ]);
  });

  it('heeds no alarm while the canary has no traffic', () => {
    const edge = anEdge({ since: noon });
    const detail = { firstShiftAt: startedAt };

    const [none, some] = [
      watch(0, { signals: [edge] }, detail),
      watch(1, { signals: [edge] }, detail),
    ];

    expect([none.decision, some.decision]).toEqual([undefined, 'would roll back']);
  });

  it.each([
    [undefined, 'the canary has 10 %'],
    [{ verdict: 'inconclusive', because: 'too few' } as const, 'too few'],
  ])('says what it sees', (judgement, because) => {
    expect(watch(10, { judgement }).because).toBe(because);
  });

  it('that ends says so', () => {
    expect(watch(10, { signals: [aSignal('abort')] }).decision).toBe('stop watching');
  });
});
