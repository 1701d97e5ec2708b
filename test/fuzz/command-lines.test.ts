import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, mistakeLine } from '../../functions/platform/errors.ts';
import { planFrom } from '../../functions/rollout/read-plan.ts';
import { readArguments as readExploring } from '../../sandbox/explore/arguments.ts';
import { readSchedule } from '../../sandbox/explore/read-schedule.ts';
import { annotated } from '../../sandbox/new-service/annotated.ts';
import { readFlags } from '../../sandbox/new-service/arguments.ts';
import { entryOf } from '../../sandbox/new-service/entry.ts';
import { readArguments } from '../../sandbox/terminal/arguments.ts';
import { chooseScenarios } from '../../sandbox/terminal/choose.ts';
import { readService } from '../../sandbox/terminal/service-file.ts';
import { holds } from '../support/fuzz/holds.ts';
import { aText, huge } from '../support/fuzz/hostile.ts';
import { mutatedJson } from '../support/fuzz/mutated.ts';
import { expectRefusal, outcomeOf } from '../support/fuzz/refusal.ts';

const nobody = (): void => {};

/** Words as a person types them, and as nobody does. */
const words = (...usual: string[]) =>
  fc.array(
    fc.oneof(
      fc.constantFrom(...usual),
      aText.filter((word) => word !== ''),
    ),
    {
      maxLength: 8,
    },
  );

/** What is wrong is said on one short line for each mistake. */
const expectLines = (error: unknown): void => {
  expectRefusal(error);
  if (!(error instanceof InvalidInputError)) throw error;
  for (const mistake of error.mistakes) {
    expect(mistakeLine(mistake)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    expect(mistakeLine(mistake).length).toBeLessThan(1_000);
  }
};

const read = async <Value>(run: () => Value | Promise<Value>): Promise<Value | undefined> => {
  const outcome = await outcomeOf(run);
  if ('value' in outcome) return outcome.value;
  expectLines(outcome.error);
  return undefined;
};

const scenarios = [
  { workflow: 'rollout', name: 'good', story: '', expected: 'promoted', sample: 'checkout' },
] as const;

describe('the words after rehearse', () => {
  const flags = ['rollout', 'good', '--seed', '7', '--seed=1', '--fast', '--json', '--list'];

  it('ask for something that exists, or are refused', () =>
    holds(
      [words(...flags, '--service', '--report', '--', '-x', '--help', '__proto__')],
      async (given) => {
        const asked = await read(() => readArguments(given, nobody));

        if (asked === undefined || asked === 'helped') return;
        expect(asked.seed).toBeGreaterThanOrEqual(0);
        expect(Number.isInteger(asked.seed)).toBe(true);
        const chosen = await read(() => chooseScenarios(scenarios, asked.workflow, asked.scenario));
        if (asked.workflow !== undefined) expect(chosen?.length ?? 1).toBe(1);
      },
      { runs: 200, examples: [[['--seed', huge]], [[`--${huge}`]], [['rollout', 'a\u001b[2J']]] },
    ));

  it('name a catalogue file that can be read, or are refused', () =>
    holds(
      [aText],
      async (file) => {
        await read(() => readService(`/nowhere/${file}`));
      },
      { examples: [['\0'], [huge], ['..'], ['../etc/passwd']] },
    ));
});

describe('the words after new-service', () => {
  const elb = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012';
  const ofAlias = [
    '--name',
    'pricing',
    '--kind',
    'lambda-alias',
    '--function',
    'f',
    '--alias',
    'live',
  ];
  const ofAlb = [
    ...['--name', 'checkout', '--kind', 'alb', '--cluster', 'shop'],
    ...[
      '--rule',
      `${elb}:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`,
    ],
    ...['--side', `blue=${elb}:targetgroup/blue/73e2d6bc24d8a067,blue`],
    ...['--side', `green=${elb}:targetgroup/green/73e2d6bc24d8a068,green`],
  ];
  const asked = fc
    .tuple(
      fc.constantFrom(ofAlias, ofAlb),
      aText,
      aText,
      fc.array(fc.tuple(fc.nat(), aText), { maxLength: 2 }),
    )
    .map(([flags, owner, description, changes]) =>
      changes.reduce(
        (all, [at, word]) => all.with(at % all.length, word),
        [...flags, '--owner', owner, '--description', description],
      ),
    );

  it('become a file that says what they said, or are refused', () =>
    holds(
      [fc.oneof(asked, words(...ofAlias, '--side', '--force'))],
      async (given) => {
        const flags = await read(() => readFlags(given, nobody));
        if (flags === undefined || flags === 'helped') return;
        const entry = await read(() => entryOf(flags));
        if (entry === undefined) return;

        const text = annotated(entry);

        const { service, description, owner, traffic } = entry;
        expect(load(text)).toMatchObject({ service, description, owner, traffic });
        expect(planFrom(text, 'new.yml')).toMatchObject({ service, description, owner, traffic });
      },
      {
        runs: 200,
        // Was written as a block without its indentation, which no YAML reader takes.
        examples: [
          [[...ofAlias, '--owner', 'team-shop', '--description', 'Takes\norders.']],
          // Was written as it is, and read as a time.
          [[...ofAlias, '--owner', 'team-shop', '--description', '2026-01-15']],
        ],
      },
    ));
});

describe('the words after explore', () => {
  it('ask for whole numbers, or are refused', () =>
    holds(
      [
        words(
          'rollout',
          '--runs',
          '5',
          '--seed',
          '1',
          '--quick',
          '--json',
          '--variants',
          '--replay',
        ),
      ],
      async (given) => {
        const exploring = await read(() => readExploring(given, nobody));

        for (const number of Object.values(exploring ?? {}).filter(
          (value) => typeof value === 'number',
        )) {
          expect(Number.isInteger(number)).toBe(true);
          expect(number).toBeGreaterThanOrEqual(0);
        }
      },
    ));

  const schedule = {
    scenario: 'good',
    seed: 3,
    faults: [
      {
        ...{ function: 'shift-traffic', service: 'ELBv2', action: 'ModifyRule', occurrence: 0 },
        fault: { kind: 'lost-answer' },
      },
    ],
    interventions: [],
  };

  it('replay a schedule as it was printed, or are refused', () =>
    holds(
      [
        fc.oneof(
          mutatedJson(schedule).map((each) => JSON.stringify(each)),
          aText,
        ),
      ],
      async (text) => {
        const replayed = await read(() => readSchedule(text));

        if (replayed !== undefined) expect(JSON.parse(text)).toMatchObject({ seed: replayed.seed });
      },
    ));
});
