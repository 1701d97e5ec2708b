import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Clock } from '../../clock.ts';
import { type Random, seeded } from '../../random.ts';

/** Functions that JSONata itself has; `$eval` is missing because Step Functions disables it. */
const standardFunctions = [
  ...['sum', 'count', 'max', 'min', 'average', 'string', 'substring', 'substringBefore'],
  ...['substringAfter', 'lowercase', 'uppercase', 'length', 'trim', 'pad', 'match', 'contains'],
  ...['replace', 'split', 'join', 'formatNumber', 'formatBase', 'formatInteger', 'parseInteger'],
  ...['number', 'floor', 'ceil', 'round', 'abs', 'sqrt', 'power', 'boolean', 'not', 'map', 'zip'],
  ...['filter', 'single', 'reduce', 'sift', 'keys', 'lookup', 'append', 'exists', 'spread'],
  ...['merge', 'reverse', 'each', 'error', 'assert', 'type', 'sort', 'distinct', 'base64encode'],
  ...['base64decode', 'encodeUrlComponent', 'encodeUrl', 'decodeUrlComponent', 'decodeUrl'],
  ...['toMillis', 'fromMillis', 'clone'],
];

/** Functions that Step Functions adds, and those of JSONata that read the real clock or real chance. */
const boundFunctions = [
  ...['parse', 'partition', 'range', 'hash', 'random', 'uuid'],
  ...['now', 'millis', 'shuffle'],
];

export const knownFunctions: ReadonlySet<string> = new Set([
  ...standardFunctions,
  ...boundFunctions,
]);

const algorithms: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

const hash = (text: unknown, algorithm: unknown): string | undefined => {
  if (text === undefined || algorithm === undefined) return undefined;
  const known = algorithms[String(algorithm)];
  if (known === undefined || typeof text !== 'string')
    throw new Error(`$hash takes a string and one of ${Object.keys(algorithms).join(', ')}`);
  return createHash(known).update(text).digest('hex');
};

const partition = (array: unknown, chunkSize: unknown): unknown[][] | undefined => {
  const items = Array.isArray(array) ? array : [array];
  const size = Math.trunc(Number(chunkSize));
  if (array === undefined || items.length === 0 || !(size > 0)) return undefined;
  return Array.from({ length: Math.ceil(items.length / size) }, (_, chunk) =>
    items.slice(chunk * size, (chunk + 1) * size),
  );
};

/** AWS rounds towards zero, includes the end, and answers a single value as the bare number. */
const range = (first: unknown, last: unknown, step: unknown): number[] | number | undefined => {
  const [from, to, by] = [first, last, step].map((value) =>
    Math.trunc(Number(value ?? Number.NaN)),
  );
  if (from === undefined || to === undefined || by === undefined) return undefined;
  const length = Math.floor((to - from) / by) + 1;
  if (!Number.isFinite(length) || length < 1) return undefined;
  const values = Array.from({ length }, (_, index) => from + index * by);
  return values.length === 1 ? values[0] : values;
};

const uuid = (random: Random): string => {
  const hex = Array.from({ length: 32 }, () => Math.floor(random.next() * 16).toString(16));
  hex[12] = '4';
  hex[16] = (8 + Math.floor(random.next() * 4)).toString(16);
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

const shuffle = (random: Random) => (items: unknown) => {
  if (!Array.isArray(items)) return items;
  const shuffled = [...items];
  for (let index = shuffled.length - 1; index > 0; index--) {
    const other = Math.floor(random.next() * (index + 1));
    [shuffled[index], shuffled[other]] = [shuffled[other], shuffled[index]];
  }
  return shuffled;
};

const formatted = jsonata('$fromMillis($at, $picture, $zone)');

/** The functions whose answer depends on the execution's clock or randomness, and AWS's own. */
export const executionFunctions = (
  clock: Clock,
  random: Random,
): Readonly<Record<string, unknown>> => ({
  parse: (text: unknown) => (text === undefined ? undefined : JSON.parse(String(text))),
  partition,
  range,
  hash,
  random: (seed?: number) => (seed === undefined ? random.next() : seeded(seed).next()),
  uuid: () => uuid(random),
  now: (picture?: string, zone?: string) =>
    formatted.evaluate(undefined, { at: clock.now, picture, zone }),
  millis: () => clock.now,
  shuffle: shuffle(random),
});
