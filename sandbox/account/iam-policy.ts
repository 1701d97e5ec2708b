import { NotSimulatedError } from './service.ts';

type OneOrMore = string | readonly string[];

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

/** Values of condition keys, such as `aws:ResourceTag/team`; the keys' case does not matter. */
export type PolicyContext = Readonly<Record<string, OneOrMore>>;

export interface Decision {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** The statements that decided. */
  readonly statements: readonly PolicyStatement[];
  /** Condition keys that statements ask for and the context does not have. */
  readonly missingContextKeys: readonly string[];
}

const many = (value: OneOrMore | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

const patterns = new Map<string, RegExp>();

const patternOf = (text: string): RegExp => {
  const known = patterns.get(text);
  if (known) return known;
  if (text.includes('${'))
    throw new NotSimulatedError(`IAM policy variables are not simulated: ${text}.`);
  const escaped = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const pattern = new RegExp(`^${escaped}$`, 's');
  patterns.set(text, pattern);
  return pattern;
};

const isLike = (wanted: string, value: string): boolean => patternOf(wanted).test(value);

const arnParts = (arn: string): string[] => {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
};

/** Wildcards of ArnLike do not reach across the first five colons. */
const isArnLike = (wanted: string, value: string): boolean => {
  const parts = arnParts(value);
  return arnParts(wanted).every((part, at) => isLike(part, parts[at] ?? ''));
};

const operators: Readonly<Record<string, (wanted: string, value: string) => boolean>> = {
  StringEquals: (wanted, value) => wanted === value,
  StringLike: isLike,
  ArnEquals: isArnLike,
  ArnLike: isArnLike,
};

const valuesOf = (context: PolicyContext, key: string): readonly string[] | undefined => {
  const found = Object.keys(context).find((name) => name.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : many(context[found]);
};

const conditionsOf = (statement: PolicyStatement) =>
  Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) => {
    const compare = operators[operator];
    if (!compare)
      throw new NotSimulatedError(`The IAM condition operator ${operator} is not simulated.`);
    return Object.entries(keys).map(([key, wanted]) => ({ key, wanted: many(wanted), compare }));
  });

const isConditionMet = (statement: PolicyStatement, context: PolicyContext): boolean =>
  conditionsOf(statement).every(({ key, wanted, compare }) =>
    valuesOf(context, key)?.some((value) => wanted.some((each) => compare(each, value))),
  );

const coversAction = ({ Action, NotAction }: PolicyStatement, action: string): boolean => {
  const isNamed = (names: OneOrMore) =>
    many(names).some((name) => isLike(name.toLowerCase(), action.toLowerCase()));
  return NotAction === undefined ? isNamed(Action ?? []) : !isNamed(NotAction);
};

const coversResource = ({ Resource, NotResource }: PolicyStatement, resource: string): boolean => {
  const isNamed = (names: OneOrMore) => many(names).some((name) => isLike(name, resource));
  return NotResource === undefined ? isNamed(Resource ?? []) : !isNamed(NotResource);
};

const statementsOf = ({ Statement }: PolicyDocument): readonly PolicyStatement[] =>
  'Effect' in Statement ? [Statement] : Statement;

/**
 * Decides as IAM does for one principal: a Deny that matches wins, then an Allow, else the answer is
 * no. Only the given identity policies are looked at.
 *
 * @throws NotSimulatedError for a condition operator or policy variable that is not simulated.
 */
export const decide = (
  policies: readonly PolicyDocument[],
  action: string,
  resource: string,
  context: PolicyContext = {},
): Decision => {
  const covering = policies
    .flatMap(statementsOf)
    .filter((statement) => coversAction(statement, action) && coversResource(statement, resource));
  const missingContextKeys = covering
    .flatMap(conditionsOf)
    .map(({ key }) => key)
    .filter((key) => valuesOf(context, key) === undefined);
  const matching = covering.filter((statement) => isConditionMet(statement, context));
  const denies = matching.filter(({ Effect }) => Effect === 'Deny');
  const allows = matching.filter(({ Effect }) => Effect === 'Allow');
  const statements = denies.length > 0 ? denies : allows;
  const decision =
    denies.length > 0 ? 'explicitDeny' : allows.length > 0 ? 'allowed' : 'implicitDeny';
  return { decision, statements, missingContextKeys: [...new Set(missingContextKeys)] };
};
