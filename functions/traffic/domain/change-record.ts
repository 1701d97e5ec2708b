import * as z from 'zod/mini';
import type { Target } from './target.ts';

/** A change of a rule or an alias as CloudTrail tells it. */
export interface ChangeRecord {
  readonly who: string;
  /** Milliseconds since the epoch; CloudTrail knows whole seconds. */
  readonly at: number;
}

/**
 * What CloudTrail calls a change of the target's weights. Lambda's calls carry the date of their API
 * version.
 */
export const changeNameOf = (target: Target): string => {
  switch (target.kind) {
    case 'alb':
      return target.rule.includes(':listener/') ? 'ModifyListener' : 'ModifyRule';
    case 'lambda-alias':
      return 'UpdateAlias20150331';
  }
};

/** One event as CloudTrail's look-up answers it. */
export interface TrailAnswer {
  readonly EventTime?: Date;
  readonly Username?: string;
  /** The whole event as JSON. */
  readonly CloudTrailEvent?: string;
}

const textIfAny = z.optional(z.string());

/** The parts of the whole event that are read here; `errorCode` stands on a refused call. */
const TrailEvent = z.object({
  errorCode: textIfAny,
  userIdentity: z.optional(z.object({ arn: textIfAny, invokedBy: textIfAny })),
  requestParameters: z.nullish(
    z.object({
      ruleArn: textIfAny,
      listenerArn: textIfAny,
      functionName: textIfAny,
      name: textIfAny,
    }),
  ),
});
type TrailEvent = z.output<typeof TrailEvent>;

const parseEvent = (text: string | undefined): TrailEvent | undefined => {
  try {
    return TrailEvent.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
};

const concerns = (target: Target, event: TrailEvent): boolean => {
  const parameters = event.requestParameters ?? {};
  if (target.kind === 'alb')
    return parameters.ruleArn === target.rule || parameters.listenerArn === target.rule;
  // The function may be named by its name, its ARN or a part of it.
  const name = parameters.functionName?.split(':').at(-1);
  return name === target.function && parameters.name === target.alias;
};

/** The change that an event of CloudTrail tells of, if it is one of the target and succeeded. */
export const changeOf = (target: Target, answer: TrailAnswer): ChangeRecord | undefined => {
  const event = parseEvent(answer.CloudTrailEvent);
  const at = answer.EventTime?.getTime();
  if (event === undefined || at === undefined) return undefined;
  if (event.errorCode !== undefined || !concerns(target, event)) return undefined;
  const { arn, invokedBy } = event.userIdentity ?? {};
  return { who: arn ?? answer.Username ?? invokedBy ?? 'somebody without an identity', at };
};

const time = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** One sentence about the changes since a time. */
export const changesText = (changes: readonly ChangeRecord[]): string => {
  const [last, ...earlier] = changes.toSorted((a, b) => b.at - a.at);
  if (last === undefined) return 'not known yet: CloudTrail has not reported it';
  const more =
    earlier.length === 0
      ? ''
      : `, after ${earlier.length} more since ${time(earlier.at(-1)?.at ?? last.at)}`;
  return `changed by ${last.who} at ${time(last.at)}${more}`;
};
