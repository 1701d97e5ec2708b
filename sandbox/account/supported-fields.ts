import { NotSimulatedError } from './service.ts';

/**
 * Refuses an input that uses a field the sandbox does not simulate: ignoring it would answer
 * something else than AWS does. Fields that are undefined do not count as used.
 *
 * @throws NotSimulatedError that names the fields.
 */
export const supportFields = (what: string, input: object, supported: readonly string[]): void => {
  const others = Object.keys(input)
    .filter((field) => !supported.includes(field))
    .filter((field) => input[field as keyof typeof input] !== undefined);
  if (others.length === 0) return;
  throw new NotSimulatedError(
    `${what} uses ${others.join(', ')}, which the sandbox does not simulate; it knows ${supported.join(', ')}.`,
  );
};
