import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { readingClient } from '../platform/clients.ts';
import { within } from '../platform/deadline.ts';
import { thrownName } from './aws-call.ts';
import { type ChangeRecord, changeNameOf, changeOf, changesText } from './domain/change-record.ts';
import type { Target } from './domain/target.ts';

const trail = readingClient(CloudTrailClient);

/** CloudTrail answers newest first and allows two look-ups in a second. */
const mostPages = 3;

/** Knowing who is a courtesy: it must not use up the time of what comes after it. */
const requestTimeout = 2_000;
const patienceMilliseconds = 3_000;

const wholeSecond = (at: number): number => Math.floor(at / 1_000) * 1_000;

const changesSince = async (target: Target, since: number): Promise<ChangeRecord[]> => {
  const changes: ChangeRecord[] = [];
  const inTime = within(patienceMilliseconds);
  let NextToken: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const question = new LookupEventsCommand({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: changeNameOf(target) }],
      StartTime: new Date(wholeSecond(since)),
      MaxResults: 50,
      NextToken,
    });
    const answer = await inTime((abortSignal) =>
      trail().send(question, { requestTimeout, abortSignal }),
    );
    for (const event of answer.Events ?? []) {
      const change = changeOf(target, event);
      if (change !== undefined && change.at >= wholeSecond(since)) changes.push(change);
    }
    NextToken = answer.NextToken;
    if (changes.length > 0 || NextToken === undefined) break;
  }
  return changes;
};

/**
 * Says in one sentence who changed the rule or alias since a time, in milliseconds since the epoch.
 * CloudTrail reports a call some minutes later. It never throws.
 */
export const whoChanged = async (target: Target, since: number): Promise<string> => {
  try {
    return changesText(await changesSince(target, since));
  } catch (thrown) {
    return `not known: CloudTrail could not be asked (${thrownName(thrown)})`;
  }
};
