import * as z from 'zod';
import { common, leaving, oneWayOut, oneWayOutMessage, wayOut } from '../fields.ts';
import { leave } from '../leave.ts';
import type { Transition, Visit } from '../visit.ts';

export const passState = z
  .strictObject({
    Type: z.literal('Pass'),
    ...common,
    ...wayOut,
    ...leaving(),
  })
  .refine(oneWayOut, oneWayOutMessage);

export const runPass = (state: z.output<typeof passState>, visit: Visit): Promise<Transition> =>
  leave(visit, state, { otherwise: visit.input });
