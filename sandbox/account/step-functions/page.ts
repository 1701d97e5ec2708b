import { InvalidToken } from '@aws-sdk/client-sfn';
import { refusal } from './refusal.ts';

interface Asked {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

const largest = 1_000;

/** One page of a list: 100 entries unless asked otherwise, 1,000 at most. @throws InvalidToken */
export const page = <Item>(all: readonly Item[], { maxResults, nextToken }: Asked) => {
  const from = nextToken === undefined ? 0 : Number(nextToken);
  if (!Number.isInteger(from) || from < 0 || from > all.length)
    throw refusal(InvalidToken, `Invalid Token: '${nextToken}'`);
  const to = from + Math.min(maxResults || 100, largest);
  return { items: all.slice(from, to), nextToken: to < all.length ? String(to) : undefined };
};
