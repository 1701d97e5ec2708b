import type { Side } from '../../functions/traffic/domain/traffic.ts';
import type { Service, Surroundings } from '../account/service.ts';
import type { Fleet } from './fleet.ts';
import type { HandChange } from './listeners.ts';
import type { Measure } from './publish.ts';
import type { Routing, RoutingState } from './routing.ts';
import type { WorldSetup } from './setup.ts';

/** What stands in front of the sides: a listener rule or an alias, as its AWS services show it. */
export interface Front {
  readonly services: Readonly<Record<string, Service>>;
  readonly measure: Measure;
  /**
   * Sets weights as a person does.
   *
   * @throws Error for a side that does not exist.
   */
  readonly setWeights: (weights: Readonly<Record<Side, number>>, who: string) => HandChange;
  /** Makes a revision known that a person deploys to a side. */
  readonly deploy: (side: Side, revision: string, seconds: number) => void;
}

/** What a front is built from. */
export interface Ground {
  readonly surroundings: Surroundings;
  readonly setup: WorldSetup;
  readonly fleets: Map<Side, Fleet>;
  readonly newFleet: (revision: string, tasks: number) => Fleet;
  /** Requests follow a new routing after the propagation delay. */
  readonly route: (state: RoutingState) => void;
}

export interface FrontAtStart {
  readonly front: Front;
  readonly routing: Routing;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** CloudTrail writes the names of an SDK's input with a small first letter. */
export const trailParameters = (input: unknown): unknown => {
  if (Array.isArray(input)) return input.map(trailParameters);
  if (!isPlain(input)) return input;
  const named = Object.entries(input).map(([name, value]) => [
    name.charAt(0).toLowerCase() + name.slice(1),
    trailParameters(value),
  ]);
  return Object.fromEntries(named);
};
