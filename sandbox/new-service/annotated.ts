import { stringify } from 'yaml';
import type { Target } from '../../functions/traffic/domain/target.ts';
import { metricsText } from './metrics-text.ts';
import { rolloutText } from './rollout-text.ts';
import { telemetryText } from './telemetry-text.ts';

/** What a new catalogue file is made of; the rest has defaults. */
export interface NewService {
  readonly service: string;
  readonly description: string;
  readonly owner: string;
  readonly traffic: Target;
}

/**
 * On one line whatever it holds, since a block would need the indentation of its place; and quoted
 * where js-yaml, which reads the catalogue, would take it for a time as YAML 1.1 does, or for nothing.
 */
const scalar = (text: string): string => {
  const isBare = text === text.trim();
  const style = isBare ? {} : ({ defaultStringType: 'QUOTE_DOUBLE' } as const);
  const line = stringify(text, { lineWidth: 0, blockQuote: false, version: '1.1', ...style });
  return line.replace(/\n$/, '');
};

const albText = (
  target: Extract<Target, { kind: 'alb' }>,
): string => `# Where the traffic is split: a listener rule with two weighted target groups.
traffic:
  kind: alb
  # ARN of the listener rule, or of the listener for its default rule.
  rule: ${scalar(target.rule)}
  # ECS cluster of both services.
  cluster: ${scalar(target.cluster)}
  # Exactly two sides with names of your choice. Which one is stable is not written here: stable is
  # the side that has all the traffic when a rollout starts.
  sides:
${Object.entries(target.sides)
  .map(
    ([name, side]) =>
      `    ${name}:\n      targetGroup: ${scalar(side.targetGroup)}\n      service: ${scalar(side.service)}`,
  )
  .join('\n')}
  # true: accept a rule with stickiness, although clients may then stay on a side for the cookie's
  # duration even after a rollback. Default false: such a rule is refused.
  allowSticky: ${target.allowSticky}
`;

const aliasText = (
  target: Extract<Target, { kind: 'lambda-alias' }>,
): string => `# Where the traffic is split: an alias that routes between two published versions.
traffic:
  kind: lambda-alias
  # Name of the function, not its ARN.
  function: ${scalar(target.function)}
  # The alias that callers use. A number or $LATEST is not an alias.
  alias: ${scalar(target.alias)}
`;

const alarmsText = `# CloudWatch alarms that the rollout heeds, in any number up to 50. side: canary (speaks of the canary
# alone: rolls back) or shared (may speak of either side: holds and asks a person). An example,
# which replaces the line below it:
#
# alarms:
#   - { name: checkout-canary-5xx, side: canary }
alarms: []
`;

/** The text of a catalogue file in which every field is explained. */
export const annotated = ({ service, description, owner, traffic }: NewService): string =>
  [
    `# The name of this file, and of the service in deploy events: lower case, at most 40 characters.
service: ${scalar(service)}
# For people: what the service does.
description: ${scalar(description)}
# Who answers for it; printed in every message.
owner: ${scalar(owner)}
`,
    traffic.kind === 'alb' ? albText(traffic) : aliasText(traffic),
    telemetryText(service, traffic),
    rolloutText,
    metricsText(traffic.kind),
    alarmsText,
  ].join('\n');
