import { describe, expect, it } from 'vitest';
import { drawn } from '../../../sandbox/terminal/layout.ts';
import { screenOf } from '../../../sandbox/terminal/screen.ts';
import type { StoryLine } from '../../../sandbox/terminal/story.ts';
import { tableLines } from '../../../sandbox/terminal/table.ts';
import { wrap } from '../../../sandbox/terminal/wrap.ts';
import { aPage, aPlainScreen, escapeCode } from '../../support/a-screen.ts';

const line: StoryLine = {
  at: 3_725,
  label: 'regress',
  tone: 'bad',
  text: 'error rate is 3.92 % on the canary and 0.31 % on stable',
  detail: 'the same for 2 evaluations',
};

describe('a line of the story', () => {
  it('has a column for the time, one for what it is, and wraps the sentence into the third', () => {
    expect(drawn(line, aPlainScreen(60)).split('\n')).toEqual([
      '01:02:05  regress       error rate is 3.92 % on the canary',
      '                        and 0.31 % on stable',
      '                        the same for 2 evaluations',
    ]);
  });

  it('is coloured only where a person watches', () => {
    const tty = { isTTY: true, columns: 80 };
    const live = screenOf(aPage(tty).output, {});

    expect(drawn(line, live)).toContain(escapeCode);
    expect(drawn(line, aPlainScreen())).not.toContain(escapeCode);
  });

  it.each([
    ['a pipe', {}, {}],
    ['CI', { isTTY: true }, { CI: 'true' }],
    ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }],
    ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }],
    ['a tiny terminal', { isTTY: true, columns: 30 }, {}],
  ])('is plain with %s', (_, shape, environment) => {
    const screen = screenOf(aPage(shape).output, environment);

    expect(screen.isLive).toBe(false);
    expect(drawn(line, screen)).not.toContain(escapeCode);
  });

  it('follows COLUMNS, within what can be read', () => {
    const columns = (value: string) => screenOf(aPage().output, { COLUMNS: value }).columns();

    expect([columns('72'), columns('10'), columns('400'), columns('x')]).toEqual([
      72, 50, 120, 100,
    ]);
  });
});

describe('wrapping', () => {
  it.each([
    ['', 10, ['']],
    ['one two three', 7, ['one two', 'three']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['ab abcdefgh', 4, ['ab', 'abcd', 'efgh']],
  ])('breaks %j at %d into %j', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});

describe('a table', () => {
  it('fits the width and wraps its cells', () => {
    const lines = tableLines(
      [{ title: 'scenario', width: 8 }, { title: 'because' }],
      [['good', 'nothing was worse than the limits allow']],
      30,
    );

    expect(lines).toEqual([
      'scenario  because',
      `${'-'.repeat(8)}  ${'-'.repeat(20)}`,
      'good      nothing was worse',
      '          than the limits',
      '          allow',
    ]);
  });
});
