import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cataloguePath, planFrom } from '../../functions/rollout/read-plan.ts';
import { createStack, type Stack, type StackOptions } from '../../sandbox/account/stack.ts';
import { projectRoot } from '../../sandbox/runtime.ts';
import { accountOf, castOf, regionOf } from '../../sandbox/scenarios/cast.ts';
import { settle } from './kernel-account.ts';

type Service = 'checkout' | 'pricing';
type World = StackOptions['world'];

export const startsAt = Date.parse('2026-01-13T10:00:20Z');
export const minute = 60_000;

/** Who asks and why, for what a person must sign. */
export const signed = { who: 'alice', why: 'seen in the console' };

/** A sample service in a stack that has just been deployed, with enough traffic for each step. */
export const aStack = async (
  service: Service,
  {
    world = {},
    edit = (text) => text,
    ...options
  }: Partial<Omit<StackOptions, 'world'>> & {
    readonly world?: Partial<World>;
    /** Changes the catalogue file before the stack is deployed with it. */
    readonly edit?: (text: string) => string;
  } = {},
) => {
  const path = cataloguePath(service);
  const text = edit(await readFile(join(projectRoot, path), 'utf8'));
  const plan = planFrom(text, path);
  const cast = castOf(plan);
  const stack = await createStack({
    seed: 1,
    startsAt,
    region: regionOf(plan.traffic),
    accountId: accountOf(plan.traffic),
    shippedFiles: new Map([[path, text]]),
    world: {
      target: plan.traffic,
      stableSide: cast.stableSide,
      revisions: { stable: cast.stableRevision, canary: cast.canaryRevision },
      traffic: { requestsPerMinute: 3_000 },
      alarms: plan.alarms.map(({ name }) => ({ name, state: 'OK' as const })),
      ...world,
    },
    ...options,
  });
  return { stack, cast, traffic: plan.traffic };
};

/** What a person gets who invokes a function: its answer, or the error's name and message. */
export const invoke = async ({ account }: Stack, name: string, input: object) => {
  const invoking = account.functions.invoke(name, input);
  const outcome = await settle(account, invoking, account.clock.now + minute);
  if (outcome === 'never') throw new Error(`${name} did not answer within a minute`);
  return 'payload' in outcome
    ? outcome.payload
    : (JSON.parse(outcome.cause) as { errorType: string; errorMessage: string });
};
