import { judge } from '../functions/rollout/domain/judge.ts';
import type { JudgeState, Rules, Tick } from '../functions/rollout/domain/verdict.ts';
import type { Metrics } from '../functions/telemetry/domain/metric.ts';
import type { Reading, ShareBucket } from '../functions/telemetry/domain/reading.ts';
import { seeded } from '../sandbox/random.ts';
import { binomial } from '../sandbox/world/draws.ts';
import { stateBefore } from './judge-evenkeel.ts';
import { settings } from './judge-setting.ts';
import { plan, worldOf } from './judge-world.ts';
import { median } from './percentile.ts';
import { limited, type Row } from './row.ts';

const count = 10;
const rounds = 201;
const bucketMilliseconds = 60_000;
const start = Date.UTC(2026, 0, 5, 12);

const names = Array.from({ length: count }, (_, index) => `some-metric-${index}`);
const kinds = ['error-rate', 'latency-p95', 'latency-p99'] as const;
const kindOf = (index: number) => kinds[index % kinds.length] ?? 'error-rate';

const metrics: Metrics = Object.fromEntries(
  names.map((name, index) => [name, plan[kindOf(index)]]),
);

/** An hour of a step, of which the last bucket is new. */
const tickOf = (state: JudgeState, buckets: number): Tick => {
  const random = seeded(1);
  const side = (total: number): ShareBucket[] =>
    Array.from({ length: buckets }, (_, index) => ({
      at: start + index * bucketMilliseconds,
      events: binomial(random, total, 0.01),
      total,
    }));
  const reading = (index: number, total: number): Reading =>
    kindOf(index) === 'error-rate'
      ? { kind: 'share', buckets: side(total) }
      : { kind: 'tail', aboveMilliseconds: 460, buckets: side(total) };
  const readings = Object.fromEntries(
    names.map((name, index) => [
      name,
      { canary: reading(index, 117), stable: reading(index, 1_013) },
    ]),
  );
  const window = { start, end: start + buckets * bucketMilliseconds };
  return { metrics, answer: { window, bucketSeconds: 60, readings }, state, comparable: 'both' };
};

const freshState = (): JudgeState => {
  const [setting] = settings();
  if (setting === undefined) throw new Error('there are settings');
  const { evidence, ...rest } = stateBefore(worldOf(setting, 1), 60);
  const ofKind = (index: number) => evidence[kindOf(index)];
  return {
    ...rest,
    evidence: Object.fromEntries(
      names.flatMap((name, index) => {
        const each = ofKind(index);
        return each === undefined ? [] : [[name, each]];
      }),
    ),
  };
};

/** What a verdict costs, and what is kept between two of them. */
export const costRows = (): Row[] => {
  const rules: Rules = { judge: 'sequential', alpha: 0.01, critical: count, weight: 10 };
  const tick = tickOf(judge(rules, tickOf(freshState(), 59)).state, 60);
  const times = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    judge(rules, tick);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  const bytes = Buffer.byteLength(JSON.stringify(judge(rules, tick).state.evidence));
  return [
    limited(
      `a verdict of ${count} metrics over an hour of buckets`,
      median(times),
      { below: 5 },
      (ms) => `${ms.toFixed(2)} ms of CPU`,
    ),
    limited(
      `evidence kept of ${count} metrics`,
      bytes,
      { below: 4_096 },
      (value) => `${value} bytes`,
    ),
  ];
};
