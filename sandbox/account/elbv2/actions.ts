import type {
  Action,
  TargetGroupStickinessConfig,
  TargetGroupTuple,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { NotSimulatedError } from '../service.ts';
import { supportFields } from '../supported-fields.ts';
import { targetGroupNotFound, validationError } from './exceptions.ts';

const highestWeight = 999;
const mostGroups = 5;
const longestStickySeconds = 7 * 86_400;

const checkTuples = (tuples: readonly TargetGroupTuple[], groups: ReadonlySet<string>): void => {
  if (tuples.length < 1 || tuples.length > mostGroups) {
    throw validationError(`A forward action needs 1 to ${mostGroups} target groups.`);
  }
  const arns = tuples.map(({ TargetGroupArn }) => TargetGroupArn);
  if (new Set(arns).size < arns.length) {
    throw validationError('A target group may be in a forward action only once.');
  }
  for (const { TargetGroupArn = '', Weight = 1 } of tuples) {
    if (!groups.has(TargetGroupArn)) throw targetGroupNotFound(TargetGroupArn);
    if (!Number.isInteger(Weight) || Weight < 0 || Weight > highestWeight) {
      throw validationError(
        `The weight ${Weight} of target group '${TargetGroupArn}' must be between 0 and ${highestWeight}`,
      );
    }
  }
};

const stickinessOf = ({
  Enabled = false,
  DurationSeconds,
}: TargetGroupStickinessConfig): TargetGroupStickinessConfig => {
  if (!Enabled) return { Enabled: false };
  if (
    DurationSeconds === undefined ||
    !Number.isInteger(DurationSeconds) ||
    DurationSeconds < 1 ||
    DurationSeconds > longestStickySeconds
  ) {
    throw validationError(
      `The stickiness duration ${DurationSeconds} must be between 1 and ${longestStickySeconds} seconds`,
    );
  }
  return { Enabled, DurationSeconds };
};

const tuplesOf = ({ TargetGroupArn, ForwardConfig }: Action): readonly TargetGroupTuple[] => {
  const tuples = ForwardConfig?.TargetGroups;
  if (tuples === undefined) return TargetGroupArn === undefined ? [] : [{ TargetGroupArn }];
  const isSame = tuples.length === 1 && tuples[0]?.TargetGroupArn === TargetGroupArn;
  if (TargetGroupArn !== undefined && !isSame) {
    throw validationError(
      'If you specify both ForwardConfig and TargetGroupArn, you can specify only one target group using ForwardConfig and it must be the same target group specified in TargetGroupArn',
    );
  }
  return tuples;
};

const storedForward = (action: Action, order: number, groups: ReadonlySet<string>): Action => {
  supportFields('a forward action', action, ['Type', 'Order', 'TargetGroupArn', 'ForwardConfig']);
  const tuples = tuplesOf(action);
  checkTuples(tuples, groups);
  const [only] = tuples;
  return {
    Type: 'forward',
    Order: order,
    ...(tuples.length === 1 ? { TargetGroupArn: only?.TargetGroupArn } : {}),
    ForwardConfig: {
      TargetGroups: tuples.map(({ TargetGroupArn, Weight = 1 }) => ({ TargetGroupArn, Weight })),
      TargetGroupStickinessConfig: stickinessOf(
        action.ForwardConfig?.TargetGroupStickinessConfig ?? {},
      ),
    },
  };
};

/** The client secret is never shown again, so whoever writes an action back must refer to it. */
const storedAuthentication = (action: Action, order: number): Action => {
  if (action.AuthenticateOidcConfig === undefined) return { ...action, Order: order };
  const { ClientSecret, UseExistingClientSecret, ...shown } = action.AuthenticateOidcConfig;
  if (ClientSecret === undefined && UseExistingClientSecret !== true) {
    throw validationError('You must specify a client secret or use the existing client secret');
  }
  return { ...action, Order: order, AuthenticateOidcConfig: shown };
};

const stored = (action: Action, order: number, groups: ReadonlySet<string>): Action => {
  switch (action.Type) {
    case 'forward':
      return storedForward(action, order, groups);
    case 'authenticate-oidc':
    case 'authenticate-cognito':
      return storedAuthentication(action, order);
    default:
      throw new NotSimulatedError(
        `the sandbox does not simulate listener actions of type ${action.Type}.`,
      );
  }
};

const checkOrder = (actions: readonly Action[]): void => {
  if (actions.length === 0) throw validationError('At least one action is required');
  const orders = actions.map(({ Order }) => Order);
  if (actions.length > 1 && (orders.includes(undefined) || new Set(orders).size < orders.length)) {
    throw validationError('Each of several actions needs an order of its own');
  }
};

/**
 * A list of actions as the load balancer keeps it and answers it, in their order.
 *
 * @throws the SDK's ValidationError or TargetGroupNotFoundException; NotSimulatedError for actions
 * other than forward and authentication.
 */
export const storedActions = (
  actions: readonly Action[],
  groups: ReadonlySet<string>,
): readonly Action[] => {
  checkOrder(actions);
  const sorted = actions
    .toSorted((one, other) => (one.Order ?? 1) - (other.Order ?? 1))
    .map((action) => stored(action, action.Order ?? 1, groups));
  const routing = sorted.filter(({ Type }) => Type === 'forward');
  if (routing.length !== 1 || sorted.at(-1)?.Type !== 'forward') {
    throw validationError('The last action must be the only one that routes: a forward');
  }
  return sorted;
};

/** The forward action of a stored list. */
export const forwardOf = (actions: readonly Action[]): Action =>
  actions.at(-1) ?? { Type: 'forward' };
