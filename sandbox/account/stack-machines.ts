import type { References } from './intrinsics.ts';
import { resolveIntrinsics } from './intrinsics.ts';
import type { Place } from './stack-references.ts';
import type { Template } from './template.ts';

/** The name of the function whose ARN is asked for, as serverless-step-functions reads it. */
const functionArns =
  (template: Template, place: Place, references: References): References =>
  (name) => {
    const found = template.functions.find((definition) => `${definition.name}.Arn` === name);
    return found === undefined
      ? references(name)
      : // The plugin's `useExactVersion`: a machine keeps the versions with which it was deployed.
        `arn:aws:lambda:${place.region}:${place.accountId}:function:${found.deployedName}:1`;
  };

export const machineArn = ({ machines }: Template, name: string, place: Place): string => {
  const deployedName = machines[name]?.deployedName;
  if (deployedName === undefined) throw new Error(`serverless.yml has no state machine "${name}".`);
  return `arn:aws:states:${place.region}:${place.accountId}:stateMachine:${deployedName}`;
};

const resolved = new WeakMap<Template, Map<string, Readonly<Record<string, unknown>>>>();

/**
 * The machines of the template by their ARNs, their references resolved. The same template and place
 * give the same objects, so that what is made of them can be kept.
 */
export const stackMachines = (
  template: Template,
  place: Place,
  references: References,
): Readonly<Record<string, unknown>> => {
  const byPlace = resolved.get(template) ?? new Map();
  resolved.set(template, byPlace);
  const key = `${place.region} ${place.accountId}`;
  const known = byPlace.get(key);
  if (known !== undefined) return known;
  const arns = functionArns(template, place, references);
  const machines = Object.fromEntries(
    Object.entries(template.machines).map(([name, { definition }]) => [
      machineArn(template, name, place),
      resolveIntrinsics(definition(), arns),
    ]),
  );
  byPlace.set(key, machines);
  return machines;
};
