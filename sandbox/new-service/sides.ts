import type { Mistake } from '../../functions/platform/errors.ts';

interface Side {
  readonly targetGroup: string;
  readonly service: string;
}

/** How a side is written. */
export const sideForm = '<name>=<target group ARN>,<ECS service>';

const sideOf = (text: string): readonly [string, Side] | undefined => {
  const [, name, targetGroup, service] = /^([^=]+)=([^,]+),(.+)$/.exec(text) ?? [];
  return name !== undefined && targetGroup !== undefined && service !== undefined
    ? [name, { targetGroup, service }]
    : undefined;
};

const mistake = (value: string, allowed: string): Mistake => ({ path: '--side', value, allowed });

/** The sides by their names, with what is wrong with how they are written and how many there are. */
export const sidesOf = (
  texts: readonly string[],
): { readonly sides: Readonly<Record<string, Side>>; readonly mistakes: readonly Mistake[] } => {
  const sides = new Map<string, Side>();
  const mistakes: Mistake[] = [];
  for (const text of texts) {
    const [name, side] = sideOf(text) ?? [];
    if (name === undefined || side === undefined)
      mistakes.push(mistake(JSON.stringify(text), sideForm));
    else if (sides.has(name))
      mistakes.push(mistake(`${JSON.stringify(name)} again`, 'a name of its own for each side'));
    else sides.set(name, side);
  }
  const isMany = texts.length !== 0 && texts.length !== 2;
  if (isMany) mistakes.push(mistake(`${texts.length} of them`, `two of them: ${sideForm}`));
  return { sides: Object.fromEntries(sides), mistakes };
};
