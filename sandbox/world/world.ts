import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { Side } from '../../functions/traffic/domain/traffic.ts';
import type { NewEvent } from '../account/event-bus.ts';
import type { Service, Surroundings } from '../account/service.ts';
import { albFront } from './alb-front.ts';
import { Fleet } from './fleet.ts';
import type { FrontAtStart, Ground } from './front.ts';
import { lambdaFront } from './lambda-front.ts';
import { type HandChange, Listeners, type TrueShares, type WorldListeners } from './listeners.ts';
import type { Minute } from './minutes.ts';
import { modelOf } from './model.ts';
import type { RoutingState } from './routing.ts';
import { defaultTask, type WorldSetup } from './setup.ts';
import { type TelemetryParts, telemetryOf } from './telemetry.ts';

/** A service with its users: what is true, and what people and trouble can do to it. */
export interface World {
  /** AWS services by the SDK's service id, through which the world shows itself. */
  readonly services: Readonly<Record<string, Service>>;
  /** Where requests really go now, in percent by side, sticky clients included. */
  readonly truth: () => TrueShares;
  readonly healthyCount: (side: Side) => number;
  /** Every minute that is over, oldest first, an hour before the start included. */
  readonly minutes: () => readonly Minute[];
  /** A person sets the weights: any for target groups, percent for versions. */
  readonly setWeightsByHand: (weights: Readonly<Record<Side, number>>, who: string) => void;
  readonly scale: (side: Side, tasks: number) => void;
  readonly setHealth: (side: Side, healthy: number) => void;
  /** Deploys a revision to a side, or publishes it as a version; complete after `seconds`. */
  readonly deploy: (side: Side, revision: string, seconds?: number) => void;
  readonly setAlarm: (name: string, state: StateValue, reason?: string) => void;
  readonly onChange: (listener: (change: HandChange) => void) => void;
  /** Hears events for EventBridge: alarms that change their state. */
  readonly onEvent: (listener: (event: NewEvent) => void) => void;
  /** Hears the shares whenever requests begin to follow other weights. */
  readonly onWeights: (listener: (shares: TrueShares) => void) => void;
}

const usualPropagationMs = 1_000;
const usualDeploySeconds = 60;

const percent = (shares: Readonly<Record<Side, number>>): TrueShares =>
  Object.fromEntries(Object.entries(shares).map(([side, share]) => [side, 100 * share]));

const frontOf = (ground: Ground): FrontAtStart => {
  const { target } = ground.setup;
  return target.kind === 'alb' ? albFront(ground, target) : lambdaFront(ground, target);
};

const fleetNamed = (fleets: ReadonlyMap<Side, Fleet>, side: Side): Fleet => {
  const fleet = fleets.get(side);
  if (fleet !== undefined) return fleet;
  throw new Error(`there is no side ${side}; there are ${[...fleets.keys()].join(', ')}`);
};

/** The fleets and what requests are routed by, as the front sees them. */
const groundOf = (
  surroundings: Surroundings,
  setup: WorldSetup,
  follow: (state: RoutingState) => void,
): Ground => {
  const { clock } = surroundings;
  const startSeconds = setup.task?.startSeconds ?? defaultTask.startSeconds;
  const propagationMs = setup.propagationMs ?? usualPropagationMs;
  return {
    surroundings,
    setup,
    fleets: new Map(),
    newFleet: (revision, tasks) => new Fleet(clock, revision, tasks, startSeconds),
    route: (state) => {
      if (propagationMs === 0) follow(state);
      else clock.after(propagationMs, () => follow(state));
    },
  };
};

interface Parts {
  readonly surroundings: Surroundings;
  readonly fleets: ReadonlyMap<Side, Fleet>;
  readonly front: FrontAtStart['front'];
  readonly telemetry: TelemetryParts;
  readonly listeners: WorldListeners;
  readonly truth: () => TrueShares;
}

const handlesOf = ({ surroundings, fleets, front, telemetry, listeners, truth }: Parts): World => {
  const { recorder, alarms } = telemetry;
  const { clock } = surroundings;
  const catchUp = () => recorder.measureUntil(clock.now);
  return {
    services: { ...front.services, CloudWatch: telemetry.service },
    truth,
    healthyCount: (side) => fleetNamed(fleets, side).now.healthy,
    minutes: () => {
      catchUp();
      return recorder.minutes;
    },
    setWeightsByHand: (weights, who) => listeners.changes.tell(front.setWeights(weights, who)),
    scale: (side, tasks) => fleetNamed(fleets, side).scale(tasks),
    setHealth: (side, healthy) => fleetNamed(fleets, side).setHealthy(healthy),
    deploy: (side, revision, seconds = usualDeploySeconds) => {
      catchUp();
      front.deploy(side, revision, seconds);
    },
    setAlarm: (name, state, reason = 'Set by hand') => alarms.set(name, state, reason),
    onChange: (listener) => listeners.changes.add(listener),
    onEvent: (listener) => listeners.events.add(listener),
    onWeights: (listener) => listeners.weights.add(listener),
  };
};

/** Creates a service with traffic, and an hour of its past, at the clock's present time. */
export const createWorld = (surroundings: Surroundings, setup: WorldSetup): World => {
  const { clock } = surroundings;
  const listeners: WorldListeners = {
    changes: new Listeners(),
    events: new Listeners(),
    weights: new Listeners(),
  };
  const truth = () => percent(routing.sharesAt(clock.now));
  const ground = groundOf(surroundings, setup, (state) => {
    routing.set(clock.now, state);
    listeners.weights.tell(truth());
  });
  const { front, routing } = frontOf(ground);
  const model = modelOf(ground, routing);
  const telemetry = telemetryOf(ground, model, front, (event) => listeners.events.tell(event));
  return handlesOf({ surroundings, fleets: ground.fleets, front, telemetry, listeners, truth });
};
