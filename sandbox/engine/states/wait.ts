import * as z from 'zod';
import {
  common,
  leaving,
  oneWayOut,
  oneWayOutMessage,
  text,
  wayOut,
  wholeNumber,
} from '../fields.ts';
import { aWholeNumber, type Kind } from '../kinds.ts';
import { leave } from '../leave.ts';
import { longestSeconds } from '../limits.ts';
import { evaluateAs, type Transition, type Visit } from '../visit.ts';

export const waitState = z
  .strictObject({
    Type: z.literal('Wait'),
    ...common,
    ...wayOut,
    Seconds: wholeNumber(0).optional(),
    Timestamp: text.optional(),
    ...leaving(),
  })
  .refine(oneWayOut, oneWayOutMessage)
  .refine((state) => (state.Seconds === undefined) !== (state.Timestamp === undefined), {
    message: 'exactly one of Seconds and Timestamp',
  });

type WaitState = z.output<typeof waitState>;

const seconds = aWholeNumber(0, longestSeconds);

const isTimestamp = z.iso.datetime({ offset: true });

const timestamp: Kind<string> = {
  name: 'a timestamp such as 2026-01-31T12:00:00Z',
  is: (value): value is string => isTimestamp.safeParse(value).success,
};

const endOf = async (state: WaitState, visit: Visit): Promise<number> => {
  // AWS takes a timestamp up to its whole second.
  if (state.Timestamp) {
    const time = Date.parse(await evaluateAs(visit, 'Timestamp', state.Timestamp, timestamp));
    return Math.floor(time / 1_000) * 1_000;
  }
  if (state.Seconds)
    return visit.enteredAt + 1_000 * (await evaluateAs(visit, 'Seconds', state.Seconds, seconds));
  return visit.enteredAt;
};

export const runWait = async (state: WaitState, visit: Visit): Promise<Transition> => {
  const { scope, run } = visit.lane;
  await scope.sleepUntil(run.outside.clock, await endOf(state, visit));
  return leave(visit, state, { otherwise: visit.input });
};
