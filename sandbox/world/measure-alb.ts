import type { AlbTarget } from '../../functions/traffic/domain/target.ts';
import type { Side } from '../../functions/traffic/domain/traffic.ts';
import { repeated, type Samples, samplesOf } from '../account/cloudwatch/samples.ts';
import type { Dimension } from '../account/cloudwatch/store.ts';
import type { Minute } from './minutes.ts';
import { albDimensions, listenerNames } from './names.ts';
import type { Measure, Measurement } from './publish.ts';
import type { SideMinute } from './side-minute.ts';

type Sides = Readonly<Record<Side, { readonly targetGroup: string; readonly service: string }>>;

interface SideSeries {
  readonly group: readonly Dimension[];
  readonly balancer: readonly Dimension[];
  readonly service: readonly Dimension[];
}

const elb = 'AWS/ApplicationELB';

/** Load balancer metrics are published only when they are not zero (all but the host counts). */
const counters = (minute: SideMinute): readonly (readonly [metric: string, count: number])[] => {
  const { requests, lost, errors, clientErrors } = minute;
  return [
    ['RequestCount', requests],
    ['HTTPCode_Target_2XX_Count', requests - lost - errors - clientErrors],
    ['HTTPCode_Target_4XX_Count', clientErrors],
    ['HTTPCode_Target_5XX_Count', errors],
    ['TargetConnectionErrorCount', lost],
  ];
};

const measureRequests = (minute: SideMinute, { group, balancer }: SideSeries): Measurement[] => {
  const of = (metric: string, samples: Samples): Measurement => ({
    namespace: elb,
    metric,
    samples,
    side: minute.side,
    dimensions: [group, balancer],
  });
  const measured = counters(minute)
    .filter(([, count]) => count > 0)
    .map(([metric, count]) => of(metric, repeated(1, count)));
  if (minute.latencies.slots.length === 0) return measured;
  return [...measured, of('TargetResponseTime', minute.latencies)];
};

const measureHosts = (minute: SideMinute, { group }: SideSeries): Measurement[] => {
  const { side, running, healthy } = minute;
  const of = (metric: string, hosts: number) => ({
    namespace: elb,
    metric,
    samples: repeated(hosts, 1),
    side,
    dimensions: [group],
  });
  return [of('HealthyHostCount', healthy), of('UnHealthyHostCount', running - healthy)];
};

const measureTasks = (minute: SideMinute, { service }: SideSeries): Measurement[] => {
  const { side, running, cpuPercent, memoryPercent } = minute;
  const of = (namespace: string, metric: string, samples: Samples): Measurement => ({
    namespace,
    metric,
    samples,
    side,
    dimensions: [service],
  });
  const tasks = of('ECS/ContainerInsights', 'RunningTaskCount', repeated(running, 1));
  if (running === 0) return [tasks];
  return [
    tasks,
    of('AWS/ECS', 'CPUUtilization', samplesOf(cpuPercent)),
    of('AWS/ECS', 'MemoryUtilization', samplesOf(memoryPercent)),
  ];
};

/** 502 to 504 belong to the load balancer alone: they have no target group. */
const measureLosses = (minute: Minute, balancer: readonly Dimension[]): Measurement[] => {
  const lost = minute.sides.reduce((sum, side) => sum + side.lost, minute.rejected);
  if (lost === 0) return [];
  const samples = repeated(1, lost);
  const dimensions = [balancer];
  return [
    { namespace: elb, metric: 'HTTPCode_ELB_5XX_Count', samples, side: undefined, dimensions },
  ];
};

/** What CloudWatch learns of a minute behind a listener rule with ECS services. */
export const measureAlb = ({ rule, cluster }: AlbTarget, sides: Sides): Measure => {
  const balancer = [{ Name: 'LoadBalancer', Value: listenerNames(rule).loadBalancer }];
  const series = new Map<Side, SideSeries>(
    Object.entries(sides).map(([side, { targetGroup, service }]) => [
      side,
      {
        group: albDimensions(rule, targetGroup),
        balancer,
        service: [
          { Name: 'ClusterName', Value: cluster },
          { Name: 'ServiceName', Value: service },
        ],
      },
    ]),
  );
  return (minute) => [
    ...measureLosses(minute, balancer),
    ...minute.sides.flatMap((side) => {
      const names = series.get(side.side);
      if (names === undefined) return [];
      // A target group that no rule uses has no health checks.
      const hosts = minute.members.includes(side.side) ? measureHosts(side, names) : [];
      return [...measureRequests(side, names), ...hosts, ...measureTasks(side, names)];
    }),
  ];
};
