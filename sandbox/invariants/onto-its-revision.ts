import type { Service } from '@aws-sdk/client-ecs';
import type { Rule } from './rule.ts';
import { newIntents } from './runs.ts';

/** What an ECS service runs, once its deployment is complete. */
const settledRevision = ({ deployments = [], taskDefinition }: Service): string | undefined =>
  deployments.length === 1 && deployments[0]?.rolloutState === 'COMPLETED'
    ? taskDefinition
    : undefined;

/** Before each shift forward its function has seen that the canary side runs exactly the revision. */
export const ontoItsRevision: Rule = {
  name: 'onto-its-revision',
  checks: ({ probe: { target }, claim }) => {
    /** By invocation, the services that it saw last, by name. */
    const seen = new Map<number, ReadonlyMap<string, Service>>();
    return {
      onStep: ({ record, runs: [change] }) => {
        const { invocation, action, output, error } = record;
        if (target.kind !== 'alb' || invocation === undefined || error !== undefined) return;
        if (action === 'DescribeServices') {
          const { services = [] } = output as { services?: readonly Service[] };
          const named = services.map((each) => [each.serviceName ?? '', each] as const);
          seen.set(invocation, new Map([...(seen.get(invocation) ?? []), ...named]));
        }
        if (!change || !newIntents(change).some(({ direction }) => direction === 'forward')) return;
        const { id, detail } = change.after;
        const name = target.sides[detail.sides?.canary ?? '']?.service ?? '';
        const service = seen.get(invocation)?.get(name);
        const revision = service && settledRevision(service);
        claim(
          revision?.endsWith(detail.revision) === true,
          () =>
            `run ${id} shifts traffic to ${name} and saw it run ${revision} instead of ${detail.revision}`,
        );
      },
    };
  },
};
