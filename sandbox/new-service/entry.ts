import { InvalidInputError, type Mistake } from '../../functions/platform/errors.ts';
import { tryParse } from '../../functions/platform/parse.ts';
import { ServiceEntry } from '../../functions/rollout/domain/plan.ts';
import type { Flags } from './arguments.ts';
import { sideForm, sidesOf } from './sides.ts';

/** The flags that describe where the traffic of each kind is split. */
export const flagsOfKind = {
  alb: ['rule', 'cluster', 'side'],
  'lambda-alias': ['function', 'alias'],
} as const;

type Kind = keyof typeof flagsOfKind;

const common = ['name', 'description', 'owner'] as const;

/** What is asked for where a flag is missing. */
const wanted = {
  name: 'the name of the service, such as checkout',
  description: 'what it does, such as "Takes orders."',
  owner: 'who answers for it, such as team-shop',
  rule: 'the ARN of the listener rule, or of the listener for its default rule',
  cluster: 'the name of the ECS cluster, such as shop',
  side: `two of them: ${sideForm}`,
  function: 'the name of the Lambda function, such as pricing',
  alias: 'the name of the alias that callers use, such as live',
} as const;

const missing = (flags: Flags, fields: readonly (keyof typeof wanted)[]): Mistake[] =>
  fields
    .filter((field) => flags[field] === undefined)
    .map((field) => ({ path: `--${field}`, value: 'nothing', allowed: wanted[field] }));

const refuse = (mistakes: readonly Mistake[]): never => {
  throw new InvalidInputError('the new service', mistakes);
};

const kindOf = (flags: Flags): Kind => {
  const { kind } = flags;
  if (kind === 'alb' || kind === 'lambda-alias') return kind;
  const value = kind === undefined ? 'nothing' : JSON.stringify(kind);
  const allowed = Object.keys(flagsOfKind).join(', ');
  return refuse([{ path: '--kind', value, allowed }, ...missing(flags, common)]);
};

const foreignTo = (kind: Kind, flags: Flags): Mistake[] => {
  const other = kind === 'alb' ? 'lambda-alias' : 'alb';
  return flagsOfKind[other]
    .filter((flag) => flags[flag] !== undefined)
    .map((flag) => ({
      path: `--${flag}`,
      value: JSON.stringify(flags[flag]),
      allowed: `only with --kind ${other}`,
    }));
};

const trafficOf = (
  flags: Flags,
  kind: Kind,
): { traffic: unknown; mistakes: readonly Mistake[] } => {
  const { rule, cluster, function: name, alias } = flags;
  const foreign = foreignTo(kind, flags);
  if (kind === 'lambda-alias')
    return { traffic: { kind, function: name, alias }, mistakes: foreign };
  const { sides, mistakes } = sidesOf(flags.side ?? []);
  return { traffic: { kind, rule, cluster, sides }, mistakes: [...foreign, ...mistakes] };
};

/** A field of the entry by the flag that gives it. */
const flagOf = (path: string): string => {
  if (path === 'service') return '--name';
  if (path.startsWith('traffic.sides')) return `--side${path.slice('traffic.sides'.length)}`;
  return `--${path.replace('traffic.', '')}`;
};

/** A flag that is missing or misread has been told of in its own words. */
const others = (mistakes: readonly Mistake[], told: readonly Mistake[]): Mistake[] =>
  mistakes
    .map((mistake) => ({ ...mistake, path: flagOf(mistake.path) }))
    .filter(({ path }) => told.every((each) => each.path !== path.split('.')[0]));

/**
 * The catalogue entry that the answers describe.
 *
 * @throws InvalidInputError with one mistake for each wrong or missing flag.
 */
export const entryOf = (flags: Flags): ServiceEntry => {
  const { name: service, description, owner } = flags;
  const kind = kindOf(flags);
  const { traffic, mistakes } = trafficOf(flags, kind);
  const told = [...missing(flags, [...common, ...flagsOfKind[kind]]), ...mistakes];
  const parsed = tryParse(ServiceEntry, { service, description, owner, traffic });
  const misread = 'mistakes' in parsed ? others(parsed.mistakes, told) : [];
  if ('value' in parsed && told.length === 0) return parsed.value;
  return refuse([...told, ...misread]);
};
