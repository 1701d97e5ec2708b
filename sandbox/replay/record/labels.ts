import type { Mistake } from '../../../functions/platform/errors.ts';
import type { Role, SideLabels } from '../../../functions/telemetry/domain/reading.ts';

export type Sides = Readonly<Record<Role, SideLabels>>;

const form = 'key=value,key=value with the placeholders of the plan, such as version=v1';

/** A value may hold a comma: only one before another key divides. */
const pairsOf = (text: string): string[][] =>
  text.split(/,(?=[a-zA-Z]\w*=)/).map((pair) => {
    const at = pair.indexOf('=');
    return at === -1 ? [pair] : [pair.slice(0, at), pair.slice(at + 1)];
  });

/** Reads what tells one side apart. */
export const parseLabels = (
  flag: string,
  text: string | undefined,
): { readonly value: SideLabels } | { readonly mistakes: readonly Mistake[] } => {
  if (text === undefined) return { mistakes: [{ path: flag, value: 'nothing', allowed: form }] };
  const pairs = pairsOf(text);
  const isWhole = pairs.every(
    ([key = '', value = '']) => /^[a-zA-Z]\w*$/.test(key) && value !== '',
  );
  const keys = pairs.map(([key = '']) => key);
  if (!isWhole || new Set(keys).size < keys.length)
    return { mistakes: [{ path: flag, value: JSON.stringify(text), allowed: form }] };
  return { value: Object.fromEntries(pairs.map(([key = '', value = '']) => [key, value])) };
};

const ofSide = (flag: string, labels: SideLabels, needed: readonly string[]): Mistake[] => {
  const allowed = `exactly the placeholders of the plan's queries: ${needed.join(', ')}`;
  const missing = needed.filter((name) => !Object.hasOwn(labels, name));
  const unknown = Object.keys(labels).filter((name) => !needed.includes(name));
  return [
    ...missing.map((name) => ({ path: flag, value: `nothing for {${name}}`, allowed })),
    ...unknown.map((name) => ({ path: flag, value: `${name}=${labels[name]}`, allowed })),
  ];
};

/** What is wrong with the labels of both sides for queries with these placeholders. */
export const labelMistakes = ({ stable, canary }: Sides, needed: readonly string[]): Mistake[] => {
  const mistakes = [...ofSide('--stable', stable, needed), ...ofSide('--canary', canary, needed)];
  if (mistakes.length > 0 || needed.some((name) => stable[name] !== canary[name])) return mistakes;
  const value = Object.entries(canary).map((pair) => pair.join('='));
  return [
    {
      path: '--canary',
      value: `${value.join(',')}, the same as --stable`,
      allowed: 'labels that tell the sides apart',
    },
  ];
};
