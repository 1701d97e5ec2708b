import * as z from 'zod/mini';
import { text } from '../../platform/schema.ts';

const arn = (service: string, resource: string, example = resource) =>
  z
    .string()
    .check(
      z.regex(
        new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:${resource}`),
        `an ARN such as arn:aws:${service}:eu-central-1:123456789012:${example}...`,
      ),
    );

const AlbSide = z.strictObject({
  targetGroup: arn('elasticloadbalancing', 'targetgroup/'),
  /** The ECS service behind the target group. */
  service: text(),
});

/** A listener rule with two weighted target groups and an ECS service behind each. */
export const AlbTarget = z.strictObject({
  kind: z.literal('alb'),
  /** A rule's ARN, or a listener's ARN for its default rule. */
  rule: arn('elasticloadbalancing', 'listener(-rule)?/', 'listener-rule/'),
  cluster: text(),
  sides: z
    .record(
      z
        .string()
        .check(
          z.regex(
            /^[a-z][a-z0-9-]{0,30}$/,
            'a lower-case name of at most 31 letters, digits and hyphens',
          ),
        ),
      AlbSide,
    )
    .check(
      z.refine((sides) => Object.keys(sides).length === 2, 'exactly two sides'),
      z.refine(
        (sides) =>
          (['targetGroup', 'service'] as const).every(
            (field) => new Set(Object.values(sides).map((side) => side[field])).size > 1,
          ),
        'a target group and a service of its own for each side',
      ),
    ),
  /** Clients may stay on a side for the cookie's duration even after a rollback. */
  allowSticky: z._default(z.boolean(), false),
});

/** A Lambda alias that routes between two published versions. */
export const LambdaAliasTarget = z.strictObject({
  kind: z.literal('lambda-alias'),
  function: z
    .string()
    .check(
      z.regex(/^[a-zA-Z0-9-_]{1,64}$/, 'the name of a function, at most 64 letters, not its ARN'),
    ),
  alias: z
    .string()
    .check(
      z.regex(
        /^(?!\d+$)[a-zA-Z0-9-_]{1,128}$/,
        'the name of an alias, at most 128 letters, not a version',
      ),
    ),
});

export const Target = z.discriminatedUnion('kind', [AlbTarget, LambdaAliasTarget]);
export type Target = z.output<typeof Target>;
export type AlbTarget = z.output<typeof AlbTarget>;
export type LambdaAliasTarget = z.output<typeof LambdaAliasTarget>;
