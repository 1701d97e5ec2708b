import type { SideLabels } from './reading.ts';

/** A placeholder in a PromQL expression, and where it stands. */
export interface Placeholder {
  readonly name: string;
  readonly place: 'quoted' | 'raw' | 'bare';
}

interface Piece {
  readonly text: string;
  readonly place: Placeholder['place'];
  /** A quoted text that is matched as a regular expression. */
  readonly isPattern: boolean;
}

/** A string of PromQL, whole or cut off by the end, or a comment. */
const quoted = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`[^`]*`?|#[^\n]*/gs;

const piecesOf = (query: string): Piece[] => {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of query.matchAll(quoted)) {
    const [text] = match;
    const before = query.slice(from, match.index);
    const place = text.startsWith('`') || text.startsWith('#') ? 'raw' : 'quoted';
    pieces.push({ text: before, place: 'bare', isPattern: false });
    pieces.push({ text, place, isPattern: /[=!]~\s*$/.test(before) });
    from = match.index + text.length;
  }
  return [...pieces, { text: query.slice(from), place: 'bare', isPattern: false }];
};

/** In PromQL braces hold matchers, which are never a name alone. */
const placeholder = /\{([a-zA-Z]\w*)\}/g;

/** The placeholders of an expression, in their order. */
export const placeholdersOf = (query: string): Placeholder[] =>
  piecesOf(query).flatMap(({ text, place }) =>
    [...text.matchAll(placeholder)].map((match) => ({ name: match[1] ?? '', place })),
  );

/** By code points, which mean the same in both kinds of quotes. */
const escaped = (value: string): string =>
  value.replaceAll(
    /["'\\\p{Cc}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const literally = (value: string): string => value.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/**
 * The expression for one side. Within quotes a value is escaped, and matched literally where a
 * regular expression stands; `{bucket}` is the bucket's length as a duration.
 */
export const filled = (query: string, labels: SideLabels, bucketSeconds: number): string =>
  piecesOf(query)
    .map(({ text, place, isPattern }) =>
      text.replaceAll(placeholder, (whole, name: string) => {
        if (name === 'bucket' && place === 'bare') return `${bucketSeconds}s`;
        const value = place === 'quoted' && Object.hasOwn(labels, name) ? labels[name] : undefined;
        return value === undefined ? whole : escaped(isPattern ? literally(value) : value);
      }),
    )
    .join('');

/** A series selector in its parts: `name`, `name{a="b"}` or `{a="b"}`. */
const selectorParts = /^([a-zA-Z_:][\w:]*)?(?:\{([\s\S]*)\})?$/;

/** Whether the text is a selector with a metric name, and not an expression. */
export const isSelector = (text: string): boolean =>
  selectorParts.exec(text)?.[1] !== undefined &&
  piecesOf(text).filter(
    ({ place, text: bare }) =>
      place === 'bare' && /[(){}[\]]/.test(bare.replaceAll(placeholder, '')),
  ).length <= 2;

/** The selector of another series of the same histogram, narrowed by one more matcher. */
export const selectorOf = (selector: string, suffix: string, matcher = ''): string => {
  const [, name = '', matchers = ''] = selectorParts.exec(selector) ?? [];
  const inside = [matchers.trim().replace(/,$/, ''), matcher].filter((part) => part !== '');
  return `${name}${suffix}${inside.length > 0 ? `{${inside.join(',')}}` : ''}`;
};

/** How far back a counter's last value before a bucket is looked for: a few missed scrapes. */
const lookBack = '10m';

const grown = (selector: string, bucket: string): string => {
  const last = `last_over_time(${selector}[${bucket}])`;
  return `(${last} - last_over_time(${selector}[${lookBack}] offset ${bucket})) >= 0 or ${last}`;
};

/**
 * By how much counters grew in a bucket: for each series its last value minus the last one before
 * the bucket, and all of it for a series that is new or began again. Unlike `increase` it counts
 * every event once, in whole numbers, the first of a new series included.
 */
export const growth = (selector: string): string => `sum(${grown(selector, '{bucket}')})`;

/**
 * The same for counters that are a total: nothing in a bucket before which no series was known,
 * where a first value would pass all that was ever counted off as the bucket's.
 */
export const growthOfKnown = (selector: string): string =>
  `${growth(selector)} and on() (count(last_over_time(${selector}[${lookBack}] offset {bucket})) > 0)`;

/**
 * By how much each bound of a classic histogram grew in a bucket, under its label `le`; nothing in a
 * bucket before which no series was known.
 */
export const growthByBound = (histogram: string): string => {
  const selector = selectorOf(histogram, '_bucket');
  return `sum by (le) (${grown(selector, '{bucket}')}) and on() (count(last_over_time(${selector}[${lookBack}] offset {bucket})) > 0)`;
};

/** The bounds of a classic histogram's buckets, as their label `le`. */
export const boundsQuery = (histogram: string): string =>
  `group by (le) (last_over_time(${selectorOf(histogram, '_bucket')}[${lookBack}]))`;

/** The quantile of all observations within so many seconds. */
export const quantileQuery = (
  { histogram, native }: { readonly histogram: string; readonly native: boolean },
  quantile: number,
  seconds: number,
): string => {
  const observed = native
    ? `sum(increase(${histogram}[${seconds}s]))`
    : `sum by (le) (increase(${selectorOf(histogram, '_bucket')}[${seconds}s]))`;
  return `histogram_quantile(${quantile}, ${observed})`;
};

const matcher = /([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g;

/** Asks whether any series of the metric has all the labels that the selector matches by. */
export const labelledQuery = (
  selector: string,
): { readonly query: string; readonly labels: readonly string[] } => {
  const [, name = '', matchers = ''] = selectorParts.exec(selector) ?? [];
  const labels = [...new Set([...matchers.matchAll(matcher)].map((match) => match[1] ?? ''))];
  const all = labels.map((label) => `${label}!=""`).join(',');
  return { query: `count(last_over_time(${name}${all === '' ? '' : `{${all}}`}[1h]))`, labels };
};
