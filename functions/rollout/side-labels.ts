import type { SideLabels } from '../telemetry/domain/reading.ts';
import type { Side } from '../traffic/domain/traffic.ts';
import { trafficFor } from '../traffic/traffic-for.ts';
import type { Plan } from './domain/plan.ts';

/**
 * What tells the metrics of a side from those of the other: what its traffic's kind knows of it and,
 * for Prometheus, its name, its revision and the labels that the plan gives it.
 *
 * @throws what the traffic's `labels` and `inspect` throw.
 */
export const sideLabels = async (
  { traffic, telemetry, service }: Plan,
  side: Side,
): Promise<SideLabels> => {
  const labels = await trafficFor(traffic).labels(side);
  if (telemetry.kind !== 'prometheus') return labels;
  const { revision } = await trafficFor(traffic).inspect(side);
  const known: SideLabels = revision === undefined ? {} : { revision };
  return { service, ...labels, side, ...known, ...telemetry.labels[side] };
};
