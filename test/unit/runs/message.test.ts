import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  invocation,
  type MessageDraft,
  toMessage,
  toSubject,
} from '../../../functions/runs/domain/message.ts';
import { checkMessage } from '../../../sandbox/account/sns-message.ts';
import { noon } from '../../support/a-run.ts';

const seed = { seed: 20_260_302, numRuns: 500 };
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('a', ' ', '–', '\n', '.', 'é', '\t', '"'), maxLength: 300 }),
);

describe('a subject', () => {
  it('is one that SNS accepts, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const subject = toSubject(text);

        expect(subject).toMatch(/^[A-Za-z0-9][\x20-\x7e]{0,99}$/);
        expect(() => checkMessage({ Message: 'body', Subject: subject })).not.toThrow();
      }),
      seed,
    );
  });

  it('leaves a text alone that fits already', () => {
    const fitting = fc.stringMatching(/^[A-Za-z0-9][!-~]{0,22}( [!-~]{1,10}){0,7}$/);

    fc.assert(
      fc.property(fitting, (text) => {
        expect(toSubject(text)).toBe(text);
      }),
      seed,
    );
  });

  it.each([
    ['checkout: error rate – “5 %”', 'checkout: error rate - 5 %'],
    ['it’s late', "it's late"],
    ['  two\nlines\tand   spaces ', 'two lines and spaces'],
    ['--- shop', 'shop'],
    ['時間', 'evenkeel'],
    ['', 'evenkeel'],
    ['x'.repeat(100), 'x'.repeat(100)],
    ['x'.repeat(101), `${'x'.repeat(97)}...`],
  ])('of %j is %j', (text, subject) => {
    expect(toSubject(text)).toBe(subject);
  });
});

const aDraft = (changes: Partial<MessageDraft> = {}): MessageDraft => ({
  kind: 'held',
  severity: 'warning',
  headline: 'checkout: HELD',
  sentence: 'checkout: it was seen to be inconclusive',
  facts: ['Revision: checkout:42', 'Owner: team-shop'],
  answers: [{ to: 'look', command: invocation('run-status', { run: 'checkout-1' }) }],
  ...changes,
});

describe('a message', () => {
  it('has an id of its run, its decision and its kind, the same for a repetition', () => {
    const draft = aDraft();

    const first = toMessage({ id: 'checkout-1', version: 3 }, draft, noon);
    const again = toMessage({ id: 'checkout-1', version: 3 }, draft, noon + 5_000);

    expect([first.id, again.id]).toEqual(['checkout-1/00004/held', 'checkout-1/00004/held']);
    expect(first).toMatchObject({ runId: 'checkout-1', kind: 'held', severity: 'warning' });
  });

  it.each([
    [{ id: 'checkout-2', version: 3 }, aDraft()],
    [{ id: 'checkout-1', version: 4 }, aDraft()],
    [{ id: 'checkout-1', version: 3 }, aDraft({ kind: 'reminder' })],
  ])('has another id for another run, decision or kind: %j', (run, draft) => {
    const other = toMessage({ id: 'checkout-1', version: 3 }, aDraft(), noon);

    expect(toMessage(run, draft, noon).id).not.toBe(other.id);
  });

  it('tells in its body what, why, the commands to answer, and its id', () => {
    const { body } = toMessage({ id: 'checkout-1', version: 3 }, aDraft(), noon);

    expect(body.split('\n')).toEqual([
      'checkout: it was seen to be inconclusive',
      '',
      'Revision: checkout:42',
      'Owner: team-shop',
      '',
      'To look:',
      `  npx serverless invoke -f run-status --data '{"run":"checkout-1"}'`,
      '',
      'Message checkout-1/00004/held',
    ]);
  });
});
