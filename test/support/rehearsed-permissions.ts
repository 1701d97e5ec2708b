import { handler as listen } from '../../functions/runs/listen.ts';
import type { LambdaHandler } from '../../sandbox/account/function-code.ts';
import { type NeededPermission, permissionsFor } from '../../sandbox/account/iam-actions.ts';
import type { Stack } from '../../sandbox/account/stack.ts';
import { rehearseWith } from '../../sandbox/rehearse.ts';
import { scenarios } from '../../sandbox/scenarios/catalogue.ts';
import { aStack, invoke, minute, signed } from './a-service-stack.ts';
import { readSource } from './source.ts';

/** One thing that a function asked IAM for. */
export interface Asked extends NeededPermission {
  readonly function: string;
}

type Service = Parameters<typeof aStack>[0];

/** The rule of the sample becomes the default rule, which is the listener's. */
const withDefaultRule = (text: string): string =>
  text.replace(/:listener-rule\/(app\/[^/]+\/[^/]+\/[^/\s]+)\/\S+/, ':listener/$1');

/** The last step bakes, so that the revision of the side is read before the promotion. */
const withBakeAtTheEnd = (text: string): string =>
  text.replace(/^( *)- weight: 100$/m, '$&\n$1  bake: { minimumMinutes: 5, maximumMinutes: 5 }');

const unchanged = (text: string): string => text;

const askedIn = ({ account }: Stack): Asked[] =>
  account.log.records.flatMap(({ function: caller, service, action, input, region }) =>
    permissionsFor(service, action, input as Record<string, unknown>, {
      accountId: account.accountId,
      region,
    }).map((needed) => ({ function: caller, ...needed })),
  );

const rehearsed = async (
  service: Service,
  edit: (text: string) => string,
  names = scenarios.map(({ name }) => name),
): Promise<Asked[]> => {
  const serviceFile = `catalog/services/${service}.yml`;
  const serviceText = edit(readSource(serviceFile));
  const asked: Asked[] = [];
  for (const scenario of scenarios.filter(({ name }) => names.includes(name))) {
    const stacks: Stack[] = [];
    await rehearseWith(
      scenario,
      { workflow: 'rollout', scenario: scenario.name, seed: 1, serviceText, serviceFile },
      { onStack: (stack) => void stacks.push(stack) },
    );
    asked.push(...stacks.flatMap(askedIn));
  }
  return asked;
};

/** Asks for a rollout, as CI does, and lets ten minutes pass. */
const deploy = async (
  { account }: Stack,
  request: { readonly service: string; readonly revision: string },
): Promise<void> => {
  account.bus.publish({
    source: 'evenkeel',
    'detail-type': 'Deploy Requested',
    detail: { ...request, requestId: 'one', ...signed },
  });
  await account.clock.drive(account.clock.now + 10 * minute);
};

/** What people ask before a rollout and about one that is under way. */
const asking = async (service: Service, edit: (text: string) => string): Promise<Asked[]> => {
  const tagged = await aStack(service, { edit });
  const untagged = await aStack(service, { edit, isManaged: false });
  const { canaryRevision: revision } = tagged.cast;
  await invoke(tagged.stack, 'check-service', { service, revision });
  await invoke(untagged.stack, 'check-service', { service });
  await deploy(tagged.stack, { service, revision });
  await invoke(tagged.stack, 'run-status', { service });
  return [tagged.stack, untagged.stack].flatMap(askedIn);
};

/**
 * Rollouts that are refused before they have a record: by the event's function, by the machine, and by
 * a machine that can tell of nothing, so that the guardian does.
 */
const refused = async (): Promise<Asked[]> => {
  const refuse = () => Promise.reject(new Error('refused'));
  const early = await aStack('checkout');
  const late = await aStack('checkout', { handlers: { 'resolve-plan': refuse } });
  const mute = await aStack('checkout', {
    handlers: { 'resolve-plan': refuse, 'end-run': refuse },
  });
  const { canaryRevision: revision } = early.cast;
  await deploy(early.stack, { service: 'unknown', revision });
  for (const { stack } of [late, mute]) await deploy(stack, { service: 'checkout', revision });
  return [early.stack, late.stack, mute.stack].flatMap(askedIn);
};

/** A signal that is sent between a run's decision and its wait: the listener finds it, and wakes the run. */
const signalledEarly = async (): Promise<Asked[]> => {
  let isSent = false;
  const handlers: Record<string, LambdaHandler> = {
    listen: async (event, context) => {
      const run = (event as { run: { id: string } }).run.id;
      if (!isSent) {
        isSent = true;
        const hold = { signal: 'hold', run, ...signed };
        await stack.account.functions.invoke('signal-run', hold);
      }
      return listen(event as Parameters<typeof listen>[0], context);
    },
  };
  const { stack, cast } = await aStack('checkout', { handlers });
  await deploy(stack, { service: 'checkout', revision: cast.canaryRevision });
  return askedIn(stack);
};

/** Scenarios in which each function that moves traffic does so. */
const moving = ['good', 'errors', 'execution-stopped', 'rollback-retried'];

/**
 * Rehearses every scenario with both samples, some with a default rule, and what people ask besides,
 * and gives everything that functions asked IAM for, each once.
 */
export const askedByFunctions = async (): Promise<readonly Asked[]> => {
  const played = [
    rehearsed('checkout', unchanged),
    rehearsed('checkout', withDefaultRule, moving),
    rehearsed('checkout', withBakeAtTheEnd, ['good']),
    rehearsed('pricing', unchanged),
    asking('checkout', unchanged),
    asking('checkout', withDefaultRule),
    asking('pricing', unchanged),
    refused(),
    signalledEarly(),
  ];
  const each = (await Promise.all(played)).flat().filter((asked) => asked.function !== '-');
  return [...new Map(each.map((asked) => [JSON.stringify(asked), asked])).values()];
};
