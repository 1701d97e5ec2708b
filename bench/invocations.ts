import type { CallRecord } from '../sandbox/account/call-log.ts';
import { medianMilliseconds } from '../sandbox/account/latencies.ts';

/** One invocation as its AWS calls show it; times in virtual seconds. */
export interface SeenInvocation {
  readonly function: string;
  readonly from: number;
  readonly until: number;
}

/** What a handler computes besides its calls, in milliseconds at 512 MB: an assumption. */
const computingMilliseconds = 40;
/** As in the sandbox: an idle environment is gone after ten minutes. */
const keptForSeconds = 600;

/** A call takes effect in the middle of its latency. */
const endOf = ({ at, appliedAt }: CallRecord): number =>
  appliedAt === null ? at : 2 * appliedAt - at;

/** The invocations of functions, from their first call to the answer of their last. */
export const invocationsIn = (records: readonly CallRecord[]): SeenInvocation[] => {
  const calls = records.filter(({ invocation }) => invocation !== undefined);
  const byNumber = Map.groupBy(calls, ({ invocation }) => invocation);
  return [...byNumber.values()].map((group) => ({
    function: group[0]?.function ?? '-',
    from: Math.min(...group.map(({ at }) => at)),
    until: Math.max(...group.map(endOf)),
  }));
};

/** How many found no warm environment: the first of a function and those after a long pause. */
export const coldStartsAmong = (invocations: readonly SeenInvocation[]): number => {
  const lastEnd = new Map<string, number>();
  let count = 0;
  for (const each of invocations.toSorted((one, other) => one.from - other.from)) {
    const idleSince = lastEnd.get(each.function) ?? Number.NEGATIVE_INFINITY;
    if (each.from - idleSince > keptForSeconds) count += 1;
    lastEnd.set(each.function, each.until);
  }
  return count;
};

/** What Lambda bills of them: their calls, the computing around these, and their cold starts. */
export const billedSeconds = (invocations: readonly SeenInvocation[]): number =>
  invocations.reduce(
    (sum, { from, until }) => sum + until - from + computingMilliseconds / 1000,
    (coldStartsAmong(invocations) * medianMilliseconds.coldStart) / 1000,
  );
