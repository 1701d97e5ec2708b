import { InternalServerError } from '@aws-sdk/client-dynamodb';
import type { RolloutDetail } from '../../../functions/rollout/domain/detail.ts';
import { fromAttributes } from '../../../functions/runs/attributes.ts';
import { commitAlways } from '../../../functions/runs/commit.ts';
import type { Gate, Message, Run } from '../../../functions/runs/domain/run.ts';
import { takeLease } from '../../../functions/runs/lease.ts';
import { type Birth, createRun } from '../../../functions/runs/record.ts';
import type { Account } from '../../../sandbox/account/account.ts';
import { dynamoDb } from '../../../sandbox/account/dynamodb/dynamodb.ts';
import type { Service } from '../../../sandbox/account/service.ts';
import { type Published, sns } from '../../../sandbox/account/sns.ts';
import { aRun, noon } from '../../support/a-run.ts';
import { anAccount, settle } from '../../support/kernel-account.ts';

const table = 'evenkeel';
const topic = 'arn:aws:sns:eu-west-1:123456789012:evenkeel';

type Moment = 'before' | 'after';
type Stored = Readonly<Record<string, unknown>>;

/** An account with a table and a topic, in which the code of runs is called as by a function. */
export interface Store {
  readonly account: Account;
  /** Runs code in the account, on its clock. */
  readonly within: <Result>(run: () => Promise<Result>) => Promise<Result>;
  /** Lets virtual seconds go by. */
  readonly pass: (seconds: number) => Promise<void>;
  readonly now: () => number;
  /** The items of the table as they are, by partition and sort key. */
  readonly items: () => readonly Stored[];
  readonly item: (pk: string, sk: string) => Stored | undefined;
  /** Runs code once, right before or after the next call of this kind has its effect. */
  readonly next: (action: string, moment: Moment, run: (input: unknown) => unknown) => void;
  /** Deletes what time to live would. */
  readonly expire: () => number;
  /** What SNS has accepted, in order. */
  readonly published: readonly Published[];
  /** The tokens of waits that were ended, in order. */
  readonly woken: readonly string[];
}

/** What the caller of a call sees whose answer was lost. */
export const lose = (): never => {
  throw new InternalServerError({ $metadata: { httpStatusCode: 500 }, message: 'lost' });
};

type Hook = { readonly moment: Moment; readonly run: (input: unknown) => unknown };

/** A service whose calls meet the hooks that a test has set. */
const hooked = (service: Service, hooks: Map<string, Hook>): Service =>
  Object.fromEntries(
    Object.entries(service).map(([action, operation]) => [
      action,
      (input: unknown, call: Parameters<typeof operation>[1]) => {
        const hook = hooks.get(action);
        hooks.delete(action);
        if (hook?.moment === 'before') hook.run(input);
        const output = operation(input, call);
        if (hook?.moment === 'after') hook.run(input);
        return output;
      },
    ]),
  );

export interface StoreOptions {
  /** Commands of Step Functions besides SendTaskSuccess, or instead of it. */
  readonly stepFunctions?: Service;
  /** Other services by the SDK's ids. */
  readonly services?: Readonly<Record<string, Service>>;
  /** Texts by path that functions read instead of the files of the project. */
  readonly shippedFiles?: ReadonlyMap<string, string>;
  /** 1 makes calls take their time; by default they take none. */
  readonly latencyScale?: number;
}

export const aStore = (options: StoreOptions = {}): Store => {
  const { stepFunctions, services, shippedFiles, latencyScale = 0 } = options;
  const woken: string[] = [];
  const hooks = new Map<string, Hook>();
  const account = anAccount(
    {},
    {
      latencyScale,
      shippedFiles,
      environmentOf: () => ({
        TABLE_NAME: table,
        TOPIC_ARN: topic,
        ROLLOUT_MACHINE_ARN: 'machine',
      }),
    },
  );
  const database = dynamoDb(account, [{ name: table }]);
  const simulated = sns(account, {
    topics: [
      { arn: topic, subscriptions: [{ protocol: 'email', endpoint: 'a@b.c', confirmed: true }] },
    ],
  });
  const waits = {
    SendTaskSuccess: ({ taskToken }: { taskToken: string }) => {
      woken.push(taskToken);
      return {};
    },
    ...stepFunctions,
  };
  account.simulate({
    DynamoDB: hooked(database.service, hooks),
    SNS: hooked(simulated.service, hooks),
    SFN: hooked(waits, hooks),
    ...services,
  });
  const items = () => database.items(table).map((item) => fromAttributes(item));
  return {
    account,
    items,
    woken,
    within: async (run) => {
      const result = await settle(account, account.runAsPerson(run), Number.MAX_SAFE_INTEGER);
      if (result === 'never') throw new Error('the call never ended');
      return result;
    },
    pass: async (seconds) => {
      const until = account.clock.now + seconds * 1_000;
      account.clock.at(until, () => {});
      await account.clock.drive(until);
    },
    now: () => account.clock.now,
    item: (pk, sk) => items().find((item) => item.pk === pk && item.sk === sk),
    next: (action, moment, run) => void hooks.set(action, { moment, run }),
    expire: () => database.expire(table),
    published: simulated.published,
  };
};

/** What a run is born with. */
export const aBirth = (changes: Partial<Birth<RolloutDetail>> = {}): Birth<RolloutDetail> => {
  const { id, target, executionArn, request, detail } = aRun();
  return { id, target, executionArn, request, detail, ...changes };
};

/** A recorded run that has the lease of its target. */
export const anOwnedRun = (
  { within }: Store,
  changes: Partial<Birth<RolloutDetail>> = {},
): Promise<Run<RolloutDetail>> => within(async () => takeLease(await createRun(aBirth(changes))));

/** A run that is owned with a detail of its own, and has a gate. */
export const aGatedRun = async (store: Store, gate: Gate): Promise<Run<RolloutDetail>> => {
  const run = await anOwnedRun(store);
  return store.within(() => commitAlways(run, { gate }));
};

export interface Owned {
  readonly store: Store;
  readonly run: Run<RolloutDetail>;
}

/** A store of its own with an owned run in it. */
export const anOwned = async (options?: StoreOptions): Promise<Owned> => {
  const store = aStore(options);
  return { store, run: await anOwnedRun(store) };
};

/** A message of a run; the number stands for the decision that it belongs to. */
export const aMessage = (runId: string, number = 1, changes: Partial<Message> = {}): Message => ({
  id: `${runId}/0000${number}/noticed`,
  runId,
  kind: 'noticed',
  severity: 'info',
  subject: 'checkout: notice',
  body: 'Something was noticed.',
  at: noon + number,
  ...changes,
});

/** What the machine gives to `listen` at a state entry, with a token of its own. */
export const aWait = ({ run: { id, epoch } }: Owned, entry: number, retry = 0) => ({
  run: { id, epoch },
  entry,
  retry,
  token: `token-${entry}-${retry}`,
});
