import { clockText } from '../report/time-text.ts';
import { paint, type Screen } from './screen.ts';
import type { StoryLine } from './story.ts';
import { wrap } from './wrap.ts';

const labelWidth = 12;
const textColumn = '00:00:00'.length + 2 + labelWidth + 2;

/** A line of the story as lines of text: when, what kind, what, and below it why. */
export const drawn = (line: StoryLine, screen: Screen): string => {
  const width = screen.columns() - textColumn;
  const indent = ' '.repeat(textColumn);
  const head = `${paint(screen, 'dim', clockText(line.at))}  ${paint(screen, line.tone, line.label.padEnd(labelWidth))}  `;
  const isQuiet = line.tone === 'dim';
  const text = wrap(line.text, width).map((each) => (isQuiet ? paint(screen, 'dim', each) : each));
  const detail = line.detail === undefined ? [] : wrap(line.detail, width);
  const below = [...text.slice(1), ...detail.map((each) => paint(screen, 'dim', each))];
  return [`${head}${text[0] ?? ''}`, ...below.map((each) => `${indent}${each}`)].join('\n');
};

/** A paragraph across the whole width with a title in front. */
export const paragraph = (title: string, text: string, screen: Screen): string => {
  const indent = ' '.repeat(title.length + 2);
  const [first = '', ...rest] = wrap(text, screen.columns() - indent.length);
  return [`${paint(screen, 'strong', title)}  ${first}`, ...rest.map((each) => indent + each)].join(
    '\n',
  );
};
