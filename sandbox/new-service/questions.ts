import { cancel, intro, select, text } from '@clack/prompts';
import type { Flags } from './arguments.ts';

type Question = readonly [field: keyof Flags, message: string, placeholder: string];

const common: readonly Question[] = [
  ['name', 'Name of the service, as in deploy events', 'checkout'],
  ['description', 'What does it do?', 'Takes orders.'],
  ['owner', 'Who answers for it?', 'team-shop'],
];

const ofAlias: readonly Question[] = [
  ['function', 'Name of the Lambda function', 'pricing'],
  ['alias', 'Name of the alias that callers use', 'live'],
];

const ofAlb: readonly Question[] = [
  [
    'rule',
    'ARN of the listener rule (or of the listener for its default rule)',
    'arn:aws:elasticloadbalancing:…',
  ],
  ['cluster', 'ECS cluster', 'shop'],
];

class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

const answered = <Value extends string>(answer: Value | symbol): Value => {
  if (typeof answer === 'string') return answer;
  cancel('Nothing was written.');
  throw new Cancelled();
};

const ask = async (message: string, placeholder: string): Promise<string> =>
  answered(
    await text({
      message,
      placeholder,
      validate: (value) => (value?.trim() ? undefined : 'an answer is needed'),
    }),
  ).trim();

const askMissing = async (flags: Flags, questions: readonly Question[]): Promise<Flags> => {
  let all = flags;
  for (const [field, message, placeholder] of questions)
    if (all[field] === undefined) all = { ...all, [field]: await ask(message, placeholder) };
  return all;
};

const askKind = async (): Promise<string> =>
  answered(
    await select({
      message: 'Where is its traffic split?',
      options: [
        { value: 'alb', label: 'ALB listener rule', hint: 'ECS services behind two target groups' },
        { value: 'lambda-alias', label: 'Lambda alias', hint: 'two published versions' },
      ],
    }),
  );

const askSides = async (): Promise<string[]> => {
  const sides: string[] = [];
  for (const which of ['first', 'second'] as const) {
    const name = await ask(`Name of the ${which} side`, which === 'first' ? 'blue' : 'green');
    const targetGroup = await ask(
      `ARN of ${name}'s target group`,
      'arn:aws:elasticloadbalancing:…',
    );
    sides.push(
      `${name}=${targetGroup},${await ask(`ECS service behind ${name}`, `checkout-${name}`)}`,
    );
  }
  return sides;
};

/** Asks for what the flags leave open. Undefined when the person gave up. */
export const askForMissing = async (flags: Flags): Promise<Flags | undefined> => {
  intro('A new service for the catalogue');
  try {
    const named = await askMissing(flags, common);
    const kind = named.kind ?? (await askKind());
    const placed = await askMissing({ ...named, kind }, kind === 'alb' ? ofAlb : ofAlias);
    return kind === 'alb' && placed.side === undefined
      ? { ...placed, side: await askSides() }
      : placed;
  } catch (error) {
    if (error instanceof Cancelled) return undefined;
    throw error;
  }
};
