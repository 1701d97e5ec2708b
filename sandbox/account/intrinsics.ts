import { NotSimulatedError } from './service.ts';

/** What a logical id, or `Id.Attribute`, of the template is in a simulated account. */
export type References = (name: string) => string | undefined;

const referenced = (name: string, references: References): string => {
  const value = references(name);
  if (value !== undefined) return value;
  throw new NotSimulatedError(`The template refers to ${name}, which the account does not have.`);
};

const substituted = (text: string, references: References): string =>
  text.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => referenced(name.trim(), references));

const intrinsic = (key: string, operand: unknown, references: References): unknown => {
  if (key === 'Ref') return referenced(String(operand), references);
  if (key === 'Fn::GetAtt')
    return referenced(Array.isArray(operand) ? operand.join('.') : String(operand), references);
  if (key === 'Fn::Sub' && typeof operand === 'string') return substituted(operand, references);
  throw new NotSimulatedError(`The template uses ${key}, which the sandbox does not evaluate.`);
};

/**
 * Replaces CloudFormation's intrinsic functions by what they are in a simulated account.
 *
 * @throws NotSimulatedError for a function or a reference that is not known.
 */
export const resolveIntrinsics = (value: unknown, references: References): unknown => {
  if (Array.isArray(value)) return value.map((inner) => resolveIntrinsics(inner, references));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && /^(Ref$|Fn::)/.test(only[0]))
    return intrinsic(only[0], only[1], references);
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, resolveIntrinsics(inner, references)]),
  );
};
