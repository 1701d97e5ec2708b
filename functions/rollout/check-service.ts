import * as z from 'zod/mini';
import { text } from '../platform/schema.ts';
import { task } from '../platform/task.ts';
import { checkSubscription } from '../runs/subscription.ts';
import { trafficFor } from '../traffic/traffic-for.ts';
import { checkPermissions } from './check-permissions.ts';
import { ServiceName } from './domain/inputs.ts';
import {
  checkAlarms,
  checkMetrics,
  checkSide,
  type Finding,
  finding,
  preflight,
} from './preflight.ts';
import { readPlan } from './read-plan.ts';
import { sideLabels } from './side-labels.ts';

const Input = z.strictObject({
  service: ServiceName,
  /** Also checks that this revision could go out now. */
  revision: z.optional(text(300)),
});
type Input = z.output<typeof Input>;

interface Checked {
  readonly service: string;
  readonly ready: boolean;
  readonly findings: readonly Finding[];
}

/** Checks that a rollout of the service could run, and changes nothing. Every check is made. */
export const checkService = async ({ service, revision }: Input): Promise<Checked> => {
  const plan = await readPlan(service);
  const traffic = trafficFor(plan.traffic);
  const weights = async (): Promise<string> => {
    const { shares, foreign } = await traffic.readSplit();
    return Object.entries({ ...shares, ...foreign })
      .map(([side, share]) => `${side} ${share} %`)
      .join(', ');
  };
  const capacity = async (): Promise<string> => {
    const { shares } = await traffic.readSplit();
    const inspected = Object.entries(shares).map(async ([side, share]) =>
      checkSide(await traffic.inspect(side), share > 0 ? 1 : 0, 'live'),
    );
    return (await Promise.all(inspected)).join('; ');
  };
  const metrics = async (): Promise<string> => {
    const { shares } = await traffic.readSplit();
    const [largest] = Object.entries(shares).toSorted(([, a], [, b]) => b - a);
    const found = await checkMetrics(plan, await sideLabels(plan, largest?.[0] ?? ''));
    const few = found.short.map(({ metric, weight }) => `${metric} only informs at ${weight} %`);
    return [`${Math.round(found.requestsPerMinute)} requests a minute`, ...few].join('; ');
  };
  const findings = [
    await finding('rule shape', async () => {
      await traffic.check();
      return 'the rule or alias can be moved safely';
    }),
    await finding('weights', weights),
    await finding('capacity', capacity),
    await finding('alarms', () => checkAlarms(plan)),
    await finding('metrics', metrics),
    await finding('subscription', checkSubscription),
    await finding('permissions', () => checkPermissions(plan)),
  ];
  if (revision !== undefined)
    findings.push(
      await finding('revision', async () => {
        const { sides } = await preflight(plan, revision);
        return `${revision} could go out: ${sides.canary} would take over from ${sides.stable}`;
      }),
    );
  return { service, ready: findings.every(({ ok }) => ok), findings };
};

export const handler = task(Input, checkService);
