import {
  type Event,
  InvalidLookupAttributesException,
  InvalidMaxResultsException,
  InvalidNextTokenException,
  InvalidTimeRangeException,
  type LookupAttribute,
  type LookupAttributeKey,
  type LookupEventsCommandInput,
  type LookupEventsCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { idSource } from './identifiers.ts';
import type { Service, Surroundings } from './service.ts';
import { supportFields } from './supported-fields.ts';

/** A management event as CloudTrail will show it; `at` in milliseconds since the epoch. */
export interface RecordedEvent {
  readonly eventName: string;
  /** For example `elasticloadbalancing.amazonaws.com`. */
  readonly eventSource: string;
  readonly username: string;
  readonly resources: readonly { readonly type?: string; readonly name: string }[];
  readonly at: number;
  readonly requestParameters?: unknown;
  readonly readOnly?: boolean;
}

export interface CloudTrailOptions {
  /** How long after it happened an event can be looked up; AWS: about 5 minutes on average. */
  readonly delaySeconds?: number;
}

export interface SimulatedCloudTrail {
  readonly service: Service;
  record(event: RecordedEvent): void;
}

interface Stored extends RecordedEvent {
  readonly id: string;
}

const metadata = { httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 };
const known = ['LookupAttributes', 'StartTime', 'EndTime', 'MaxResults', 'NextToken'];
const mostResults = 50;
const keptMilliseconds = 90 * 24 * 3600 * 1000;

const readOnlyText = ({ readOnly = false }: RecordedEvent): string => String(readOnly);

const attributes: Readonly<Record<LookupAttributeKey, (event: Stored) => readonly string[]>> = {
  AccessKeyId: () => [],
  EventId: ({ id }) => [id],
  EventName: ({ eventName }) => [eventName],
  EventSource: ({ eventSource }) => [eventSource],
  ReadOnly: (event) => [readOnlyText(event)],
  ResourceName: ({ resources }) => resources.map(({ name }) => name),
  ResourceType: ({ resources }) => resources.flatMap(({ type }) => type ?? []),
  Username: ({ username }) => [username],
};

const attributeOf = (given: readonly LookupAttribute[] = []): LookupAttribute | undefined => {
  const [attribute] = given;
  const isKnown = attribute === undefined || (attribute.AttributeKey ?? '') in attributes;
  if (given.length > 1 || !isKnown || attribute?.AttributeValue === '')
    throw new InvalidLookupAttributesException({
      $metadata: metadata,
      message: 'You can specify exactly one known lookup attribute with a value.',
    });
  return attribute;
};

const fits = (event: Stored, attribute: LookupAttribute | undefined): boolean =>
  attribute?.AttributeKey === undefined ||
  attributes[attribute.AttributeKey](event).includes(attribute.AttributeValue ?? '');

const check = (input: LookupEventsCommandInput): void => {
  supportFields('CloudTrail LookupEvents', input, known);
  const { StartTime, EndTime, MaxResults = mostResults } = input;
  if (StartTime && EndTime && StartTime > EndTime)
    throw new InvalidTimeRangeException({
      $metadata: metadata,
      message: 'The start time must not be after the end time.',
    });
  if (MaxResults < 1 || MaxResults > mostResults)
    throw new InvalidMaxResultsException({
      $metadata: metadata,
      message: `MaxResults must be from 1 to ${mostResults}.`,
    });
};

const tokenOf = (input: LookupEventsCommandInput, asOf: number, offset: number): string => {
  const { NextToken: _token, ...question } = input;
  return Buffer.from(JSON.stringify({ asOf, offset, question })).toString('base64url');
};

interface Position {
  readonly asOf: number;
  readonly offset: number;
}

/** A token continues the same question as of the same moment. */
const positionOf = (input: LookupEventsCommandInput, now: number): Position => {
  if (input.NextToken === undefined) return { asOf: now, offset: 0 };
  const text = Buffer.from(input.NextToken, 'base64url').toString();
  const found = /^{"asOf":(\d+),"offset":(\d+),/.exec(text);
  const position = { asOf: Number(found?.[1]), offset: Number(found?.[2]) };
  if (!found || tokenOf(input, position.asOf, position.offset) !== input.NextToken)
    throw new InvalidNextTokenException({
      $metadata: metadata,
      message: 'The token is not valid for this request.',
    });
  return position;
};

const shown = (event: Stored, { accountId, region }: Surroundings): Event => ({
  EventId: event.id,
  EventName: event.eventName,
  EventSource: event.eventSource,
  EventTime: new Date(event.at),
  ReadOnly: readOnlyText(event),
  Username: event.username,
  Resources: event.resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
  CloudTrailEvent: JSON.stringify({
    eventVersion: '1.11',
    eventTime: new Date(event.at).toISOString(),
    eventSource: event.eventSource,
    eventName: event.eventName,
    awsRegion: region,
    userIdentity: { type: 'AssumedRole', accountId, userName: event.username },
    requestParameters: event.requestParameters ?? null,
    eventID: event.id,
    readOnly: event.readOnly ?? false,
    eventType: 'AwsApiCall',
    recipientAccountId: accountId,
  }),
});

const find = (
  events: readonly Stored[],
  input: LookupEventsCommandInput,
  asOf: number,
  delaySeconds: number,
): Stored[] => {
  const attribute = attributeOf(input.LookupAttributes);
  const from = Math.max(input.StartTime?.getTime() ?? 0, asOf - keptMilliseconds);
  const to = Math.min(input.EndTime?.getTime() ?? asOf, asOf - delaySeconds * 1000);
  return events
    .filter((event) => event.at >= from && event.at <= to && fits(event, attribute))
    .sort((left, right) => right.at - left.at);
};

/** The simulated event history of CloudTrail: management events, late, newest first. */
export const cloudTrail = (
  surroundings: Surroundings,
  { delaySeconds = 300 }: CloudTrailOptions = {},
): SimulatedCloudTrail => {
  const freshId = idSource(surroundings.random.fork('cloudtrail'));
  const events: Stored[] = [];

  const lookup = (
    input: LookupEventsCommandInput,
  ): Omit<LookupEventsCommandOutput, '$metadata'> => {
    check(input);
    const { asOf, offset } = positionOf(input, surroundings.clock.now);
    const found = find(events, input, asOf, delaySeconds);
    const end = offset + (input.MaxResults ?? mostResults);
    return {
      Events: found.slice(offset, end).map((event) => shown(event, surroundings)),
      ...(end < found.length && { NextToken: tokenOf(input, asOf, end) }),
    };
  };

  return {
    service: { LookupEvents: lookup },
    record: (event) => {
      events.push({ ...structuredClone(event), id: freshId() });
    },
  };
};
