import { ExecutionAlreadyExists } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import { aStore, type Store } from '../../unit/runs/a-store.ts';
import { anEntry } from '../a-plan.ts';
import { type Outcome, outcomeOf } from './refusal.ts';

type Handler = (event: unknown, context: Context) => Promise<unknown>;

/** A store with the catalogue entry of `checkout`, in which every change can be seen. */
export interface Watched {
  readonly store: Store;
  /** What Step Functions was asked to start. */
  readonly started: readonly { readonly name: string; readonly input: string }[];
  /** Everything that a handler may have changed, as one text. */
  readonly world: () => string;
  readonly call: (handler: Handler, event: unknown) => Promise<Outcome<unknown>>;
}

export const aWatchedStore = (): Watched => {
  const started: { name: string; input: string }[] = [];
  const store = aStore({
    shippedFiles: new Map([['catalog/services/checkout.yml', JSON.stringify(anEntry())]]),
    stepFunctions: {
      StartExecution: ({ name, input }: { name: string; input: string }) => {
        if (started.some((each) => each.name === name))
          throw new ExecutionAlreadyExists({ $metadata: {}, message: 'Execution Already Exists' });
        started.push({ name, input });
        return { executionArn: `arn:${name}` };
      },
      DescribeExecution: () => ({ status: 'RUNNING' }),
    },
  });
  return {
    store,
    started,
    world: () => JSON.stringify([started, store.items(), store.published, store.woken]),
    call: (handler, event) => outcomeOf(() => store.within(() => handler(event, {} as Context))),
  };
};
