import { InvalidInputError, type Mistake } from '../../functions/platform/errors.ts';
import { parse } from '../../functions/platform/parse.ts';
import { ServiceEntry } from '../../functions/rollout/domain/plan.ts';
import type { Flags } from './arguments.ts';

/** The flags that describe where the traffic of each kind is split. */
export const flagsOfKind = {
  alb: ['rule', 'cluster', 'side'],
  'lambda-alias': ['function', 'alias'],
} as const;

type Kind = keyof typeof flagsOfKind;

const kinds = Object.keys(flagsOfKind);

const refuse = (mistakes: readonly Mistake[], cause?: unknown): never => {
  throw new InvalidInputError('the new service', mistakes, { cause });
};

const kindOf = ({ kind }: Flags): Kind => {
  if (kind === 'alb' || kind === 'lambda-alias') return kind;
  const value = kind === undefined ? 'nothing' : JSON.stringify(kind);
  return refuse([{ path: '--kind', value, allowed: kinds.join(', ') }]);
};

const sideOf = (text: string): [string, { targetGroup: string; service: string }] => {
  const [, name, targetGroup, service] = /^([^=]+)=([^,]+),(.+)$/.exec(text) ?? [];
  if (name !== undefined && targetGroup !== undefined && service !== undefined)
    return [name, { targetGroup, service }];
  const allowed = '<name>=<target group ARN>,<ECS service>';
  return refuse([{ path: '--side', value: JSON.stringify(text), allowed }]);
};

const trafficOf = (flags: Flags, kind: Kind): unknown => {
  const other = kind === 'alb' ? 'lambda-alias' : 'alb';
  const foreign = flagsOfKind[other].filter((flag) => flags[flag] !== undefined);
  if (foreign.length > 0)
    refuse(
      foreign.map((flag) => ({
        path: `--${flag}`,
        value: JSON.stringify(flags[flag]),
        allowed: `only with --kind ${other}`,
      })),
    );
  if (kind === 'lambda-alias') return { kind, function: flags.function, alias: flags.alias };
  const sides = Object.fromEntries((flags.side ?? []).map(sideOf));
  return { kind, rule: flags.rule, cluster: flags.cluster, sides };
};

/** A field of the entry by the flag that gives it. */
const flagOf = (path: string): string => {
  if (path === 'service') return '--name';
  if (path.startsWith('traffic.sides')) return `--side${path.slice('traffic.sides'.length)}`;
  return `--${path.replace('traffic.', '')}`;
};

/**
 * The catalogue entry that the answers describe.
 *
 * @throws InvalidInputError with one mistake for each wrong or missing flag.
 */
export const entryOf = (flags: Flags): ServiceEntry => {
  const { name: service, description, owner } = flags;
  const traffic = trafficOf(flags, kindOf(flags));
  try {
    return parse(ServiceEntry, { service, description, owner, traffic }, 'the new service');
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return refuse(
      error.mistakes.map((mistake) => ({ ...mistake, path: flagOf(mistake.path) })),
      error,
    );
  }
};
