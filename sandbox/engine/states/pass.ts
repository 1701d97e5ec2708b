import * as z from 'zod';
import { assign, common, oneWayOut, oneWayOutMessage, template, wayOut } from '../fields.ts';
import { leave } from '../leave.ts';
import type { Transition, Visit } from '../visit.ts';

export const passState = z
  .strictObject({
    Type: z.literal('Pass'),
    ...common,
    ...wayOut,
    Output: template.optional(),
    Assign: assign.optional(),
  })
  .refine(oneWayOut, oneWayOutMessage);

export const runPass = (state: z.output<typeof passState>, visit: Visit): Promise<Transition> =>
  leave(visit, state, { otherwise: visit.input });
