import { InvalidInputError } from '../../../functions/platform/errors.ts';
import { now } from '../../../functions/platform/runtime.ts';
import type { Plan } from '../../../functions/rollout/domain/plan.ts';
import type { Role, Window } from '../../../functions/telemetry/domain/reading.ts';
import { endOf } from '../order.ts';
import type { Sample } from '../sample.ts';
import { joined } from '../words.ts';
import { labelMistakes } from './labels.ts';
import { bucketsIn, iso } from './range.ts';
import { readBuckets, unreadable, whyNoErrors } from './read-buckets.ts';
import type { RecordingRequest } from './request.ts';
import { type Subject, subjectOf } from './subject.ts';
import { measuredWeights, statedWeights, type Unweighted } from './weights.ts';

const roles: readonly Role[] = ['stable', 'canary'];

const textOf = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map((pair) => pair.join('='))
    .join(',');

const spanOf = ({ start, end }: Window): string => `from ${iso(start)} to ${iso(end)}`;

const sidesSeen = (
  buckets: readonly Unweighted[],
  { sides }: RecordingRequest,
  window: Window,
): void => {
  for (const role of roles)
    if (!buckets.some((bucket) => bucket[role]))
      throw unreadable(
        `${role}: ${textOf(sides[role])}`,
        `no requests are known ${spanOf(window)}: a wrong label, or the server knows nothing of then`,
      );
};

const latencySeen = (buckets: readonly Unweighted[], { latency }: Subject): void => {
  const hasRequests = buckets.some((each) => roles.some((role) => each[role]?.requests));
  const isTimed = buckets.some((each) => roles.some((role) => each[role]?.latency));
  if (latency === undefined || isTimed || !hasRequests) return;
  throw unreadable(
    `${latency.name}: ${latency.histogram}`,
    'there are no classic buckets of it on either side: a wrong name, or a native histogram, which a recording cannot hold; put latency-p95: off and latency-p99: off into the metrics of the plan to record without',
  );
};

/** No error at all is believed where one could have been counted. */
const errorsSeen = async (
  buckets: readonly Unweighted[],
  subject: Subject,
  { sides }: RecordingRequest,
): Promise<void> => {
  if (buckets.some((each) => roles.some((role) => each[role]?.errors))) return;
  const last = buckets.findLast(({ stable }) => stable?.requests);
  if (last === undefined) return;
  const end = endOf(last);
  const why = await whyNoErrors(subject, sides.stable, { start: end - 3_600_000, end });
  if (why !== undefined) throw unreadable('error-rate', why);
};

/** What was recorded, and what a reader should know of it. */
export interface Recorded {
  readonly samples: readonly Sample[];
  readonly notes: readonly string[];
}

const weighted = (
  buckets: readonly Unweighted[],
  plan: Plan,
  stated: number | undefined,
): Recorded => {
  const weights =
    stated === undefined ? measuredWeights(buckets, plan) : statedWeights(buckets, stated);
  const samples = buckets.map((bucket, index) => ({ ...bucket, weight: weights[index] ?? 0 }));
  const steps = [0, ...plan.rollout.steps.map(({ weight }) => weight)];
  const odd = [...new Set(weights)].filter((weight) => !steps.includes(weight));
  const named = joined(odd.map((weight) => `${weight} %`));
  const notes =
    odd.length === 0
      ? []
      : [`a weight of ${named} is no step of the plan; --weight states what it was`];
  return { samples, notes: stated === undefined ? notes : [] };
};

/**
 * Records what a Prometheus knows of a range, with the metrics of a plan.
 *
 * @param token a bearer token, where the server needs one.
 * @throws InvalidInputError for what the plan does not go with, and UnreadableError for a server that
 * cannot be asked, or whose answers are partial or say nothing.
 */
export const recordFrom = async (
  request: RecordingRequest,
  plan: Plan,
  token: string | undefined,
): Promise<Recorded> => {
  const subject = subjectOf(plan, request.url, token);
  const mistakes = labelMistakes(request.sides, subject.placeholders);
  if (mistakes.length > 0) throw new InvalidInputError('the sides', mistakes);
  const window = bucketsIn(request.range, subject.settings, now());
  const buckets = await readBuckets(subject, request.sides, window);
  sidesSeen(buckets, request, window);
  latencySeen(buckets, subject);
  await errorsSeen(buckets, subject, request);
  return weighted(buckets, plan, request.weight);
};
