import type { World } from '../world/world.ts';
import type { Account } from './account.ts';
import type { CallRecord } from './call-log.ts';
import type { SimulatedCloudTrail } from './cloudtrail.ts';

/** The services whose changes matter to a rollout, and what CloudTrail calls them. */
const sources: Readonly<Record<string, string>> = {
  'Elastic Load Balancing v2': 'elasticloadbalancing.amazonaws.com',
  Lambda: 'lambda.amazonaws.com',
};

/** Lambda's events carry the date of the API version. */
const eventNames: Readonly<Record<string, string>> = { UpdateAlias: 'UpdateAlias20150331' };

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const requestParameters = (input: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(input ?? {}).map(([name, value]) => [lowerFirst(name), value]));

const resourceOf = (parameters: Readonly<Record<string, unknown>>): string =>
  String(parameters.ruleArn ?? parameters.listenerArn ?? parameters.functionName ?? '');

const recordCall = (trail: SimulatedCloudTrail, at: number, record: Readonly<CallRecord>): void => {
  const eventSource = sources[record.service];
  if (eventSource === undefined || !record.mutating || record.error !== undefined) return;
  const parameters = requestParameters(record.input);
  trail.record({
    eventName: eventNames[record.action] ?? record.action,
    eventSource,
    username: record.function === '-' ? 'operator' : record.function,
    resources: [{ name: resourceOf(parameters) }],
    at,
    requestParameters: parameters,
  });
};

/** Lets CloudTrail hear of every change of traffic: by functions, by people with the SDK, by hand. */
export const recordChanges = (
  { clock, log }: Account,
  world: World,
  trail: SimulatedCloudTrail,
): void => {
  log.observe((record) => recordCall(trail, clock.now, record));
  world.onChange(({ eventName, eventSource, who, resource, requestParameters: parameters }) =>
    trail.record({
      eventName,
      eventSource,
      username: who,
      resources: [{ name: resource }],
      at: clock.now,
      requestParameters: parameters,
    }),
  );
};
