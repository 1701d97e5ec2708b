import type { LambdaAliasTarget } from '../../functions/traffic/domain/target.ts';
import { repeated, type Samples, slotOf, slotValue } from '../account/cloudwatch/samples.ts';
import { lambdaDimensions } from './names.ts';
import type { Measure } from './publish.ts';
import type { SideMinute } from './side-minute.ts';

/** Lambda reports an error of 0 or 1 for each invocation, so a minute without errors has a zero. */
const outcomes = (errors: number, invocations: number): Samples => ({
  slots: [slotOf(0), slotOf(1)],
  counts: [invocations - errors, errors],
});

const minuteMs = 60_000;

const concurrency = ({ latencies }: SideMinute): number =>
  Math.ceil(
    latencies.slots.reduce(
      (busyMs, slot, index) => busyMs + slotValue(slot) * (latencies.counts[index] ?? 0),
      0,
    ) / minuteMs,
  );

const samplesOf = (minute: SideMinute): readonly (readonly [metric: string, Samples])[] => [
  ['Invocations', repeated(1, minute.requests)],
  ['Errors', outcomes(minute.errors + minute.lost, minute.requests)],
  ['Throttles', outcomes(0, minute.requests)],
  ['Duration', minute.latencies],
  ['ConcurrentExecutions', repeated(concurrency(minute), 1)],
];

/** What CloudWatch learns of a minute of a function's alias: by version, by alias, by function. */
export const measureLambda =
  (target: LambdaAliasTarget): Measure =>
  (minute) =>
    minute.sides
      .filter(({ requests }) => requests > 0)
      .flatMap((side) => {
        const version = lambdaDimensions(target, side.side);
        const dimensions = [version, version.slice(0, 2), version.slice(0, 1)];
        return samplesOf(side).map(([metric, samples]) => ({
          namespace: 'AWS/Lambda',
          metric,
          samples,
          side: side.side,
          dimensions,
        }));
      });
