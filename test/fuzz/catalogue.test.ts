import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parse } from '../../functions/platform/parse.ts';
import { Plan } from '../../functions/rollout/domain/plan.ts';
import { planFrom } from '../../functions/rollout/read-plan.ts';
import { holds } from '../support/fuzz/holds.ts';
import { aName, aText } from '../support/fuzz/hostile.ts';
import { mutated } from '../support/fuzz/mutated.ts';
import { outcomeOf } from '../support/fuzz/refusal.ts';

const path = 'catalog/services/fuzzed.yml';
const samples = ['checkout', 'pricing'].map((name) =>
  readFileSync(`catalog/services/${name}.yml`, 'utf8'),
);
const [checkout = '', pricing = ''] = samples;

const head = `service: checkout
description: Takes orders.
owner: team-shop
traffic: { kind: lambda-alias, function: checkout, alias: live }
`;

/** Each level holds the one before eight times: written out it would fill any memory. */
const laughs = `${head}a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha]
${Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${Array(8).fill(`*a${at}`).join(', ')}]`).join('\n')}
`;

/** A plan that is accepted stays what it is when it is recorded and read again. */
const expectPlanOrRefusal = async (text: string): Promise<void> => {
  const outcome = await outcomeOf(() => planFrom(text, path));
  if (!('value' in outcome)) return;
  const recorded: unknown = JSON.parse(JSON.stringify(outcome.value));
  expect(parse(Plan, recorded, 'the plan')).toEqual(recorded);
  expect(JSON.stringify(outcome.value).length).toBeLessThan(1_000_000);
};

/** Cuts, doubles and replaces pieces of a text. */
const anEditedText = fc
  .tuple(
    fc.constantFrom(...samples, head),
    fc.array(fc.tuple(fc.nat(), fc.nat(200), aText), { minLength: 1, maxLength: 3 }),
  )
  .map(([text, edits]) =>
    edits.reduce((edited, [from, length, put]) => {
      const at = from % (edited.length + 1);
      return edited.slice(0, at) + put + edited.slice(at + length);
    }, text),
  );

const aDamagedText = fc
  .constantFrom(...samples, head)
  .chain((text) =>
    fc.constantFrom(
      `\uFEFF${text}`,
      text.replaceAll('  ', '\t'),
      text.replaceAll('\n', '\r\n'),
      text.replaceAll('\n', '\r'),
      `%YAML 1.2\n---\n${text}`,
      `${text}---\n${text}`,
      text + text,
      `${text}${'['.repeat(100_000)}`,
      `${text}x: ${'{a: '.repeat(1_000)}`,
      text.replaceAll(/\d+/g, '9'.repeat(400)),
      text.replaceAll(/\d+/g, '-.inf'),
      text.replaceAll(/\d+/g, '0x1F'),
    ),
  );

describe('the text of a catalogue file', () => {
  it('becomes a plan that survives being recorded, or a refusal', () =>
    holds([fc.oneof(anEditedText, aDamagedText, aText)], expectPlanOrRefusal, {
      runs: 300,
      examples: [
        // Were shown as a whole: a circle had no end, and the laughs took 9 s.
        [`${head}x: &x [*x]\n`],
        [laughs],
        [`${laughs}metrics: { e: { kind: share, q: *a7 } }\n`],
        // Were repeated in full, and on as many lines as they have.
        [`${head}? ${'k'.repeat(1_000_000)}\n: 1\n`],
        [`${head}"a\\nb": 1\n`],
        [`${head}"": 1\n`],
        [`${head}x: !<${'t'.repeat(100_000)}> z\n`],
        [`${head}x: *${'t'.repeat(100_000)}\n`],
        [head + Array.from({ length: 20_000 }, (_, at) => `k${at}: 1`).join('\n')],
        // Was cut in the middle of a character.
        [`${head}x: ["${'😀'.repeat(50)}"]\n`],
      ],
    }));

  it('says NaN where it was written', async () => {
    const outcome = await outcomeOf(() => planFrom(`${head}rollout: { extensions: .nan }\n`, path));

    expect(outcome).toMatchObject({
      error: { mistakes: [{ path: 'rollout.extensions', value: 'NaN', allowed: 'number' }] },
    });
  });
});

describe('the entry of a catalogue file', () => {
  const aChangedEntry = fc.constantFrom(checkout, pricing).chain((text) => mutated(load(text)));

  it('becomes a plan that survives being recorded, or a refusal', () =>
    holds([aChangedEntry], (entry) => expectPlanOrRefusal(JSON.stringify(entry) ?? ''), {
      runs: 300,
    }));

  const ownMetric = {
    kind: 'gauge',
    source: { namespace: 'Shop', metric: 'Refused', dimensions: { TargetGroup: '{targetGroup}' } },
    limits: { value: 3 },
  };

  it('has each metric that it names, or is refused: none is lost in silence', () =>
    holds(
      [aName],
      async (name) => {
        const metrics = JSON.stringify(Object.fromEntries([[name, ownMetric]]));
        const outcome = await outcomeOf(() => planFrom(`${head}metrics: ${metrics}\n`, path));

        if ('value' in outcome) expect(Object.keys(outcome.value.metrics)).toContain(name);
      },
      // Was left out by zod, and was judged by what every object has: never a regression.
      { examples: [['__proto__'], ['constructor'], ['toString']] },
    ));

  it('has each waiver that it names, or is refused', () =>
    holds(
      [aName],
      async (name) => {
        const waivers = JSON.stringify(Object.fromEntries([[name, 'few requests']]));
        const outcome = await outcomeOf(() =>
          planFrom(`${head}rollout: { waivers: ${waivers} }\n`, path),
        );

        expect(outcome).toHaveProperty('error');
      },
      { examples: [['__proto__'], ['constructor']] },
    ));
});
