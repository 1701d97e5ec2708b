import { codeOf, type Import, importsOf } from './source.ts';

const shared = ['runs', 'traffic', 'telemetry', 'platform'];
const sharedDomains = ['runs/domain/', 'traffic/domain/', 'telemetry/domain/'];

const areaOf = (path: string): string => path.split('/')[1] ?? '';
const isCapability = (area: string): boolean => !shared.includes(area);
const isDomain = (path: string): boolean => path.split('/')[2] === 'domain';
const isOurs = (from: string): boolean => from.startsWith('functions/');
const isFile = (from: string): boolean => isOurs(from) || /^(\.\.\/|[a-z-]+\/.*\.ts$)/.test(from);

interface Rule {
  readonly says: string;
  readonly broken: (path: string, found: Import, source: string) => boolean;
}

const pureMayImport = (area: string): string[] => [
  `functions/${area}/domain/`,
  ...sharedDomains.map((folder) => `functions/${folder}`),
  'functions/platform/errors.ts',
  'functions/platform/parse.ts',
  'functions/platform/schema.ts',
  'functions/platform/brief.ts',
];

const importRules: readonly Rule[] = [
  {
    says: 'nothing under functions/ imports from outside functions/',
    broken: (_, { from }) => isFile(from) && !isOurs(from),
  },
  {
    says: 'capabilities never import each other',
    broken: (path, { from }) =>
      isOurs(from) &&
      isCapability(areaOf(path)) &&
      isCapability(areaOf(from)) &&
      areaOf(path) !== areaOf(from),
  },
  {
    says: 'runs, traffic, telemetry and platform never import a capability',
    broken: (path, { from }) =>
      isOurs(from) && !isCapability(areaOf(path)) && isCapability(areaOf(from)),
  },
  {
    says: 'platform imports nothing but platform',
    broken: (path, { from }) =>
      isOurs(from) && areaOf(path) === 'platform' && areaOf(from) !== 'platform',
  },
  {
    says: 'a domain imports only its own, the shared domains, errors, parse, schema and brief of platform, and zod',
    broken: (path, { from }) =>
      isDomain(path) &&
      from !== 'zod/mini' &&
      !pureMayImport(areaOf(path)).some((allowed) => from.startsWith(allowed)),
  },
  {
    says: 'only adapters import @aws-sdk: no domain and no file that exports a handler',
    broken: (path, { from }, source) =>
      from.startsWith('@aws-sdk/') &&
      (isDomain(path) || /export const handler\b/.test(codeOf(source))),
  },
  {
    says: "zod is imported as `import * as z from 'zod/mini'`, which is far quicker to load",
    broken: (_, { from, names }) =>
      /^zod(\/|$)/.test(from) && !(from === 'zod/mini' && names === '* as z'),
  },
];

const ambient =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\.env\b|\bperformance\.now\b|\brandomUUID\b|\brandomBytes\b|\bset(?:Timeout|Interval)\b/;

const ambientMistakes = (path: string, source: string): string[] => {
  const found =
    path === 'functions/platform/runtime.ts' ? null : ambient.exec(codeOf(source, true));
  return found === null
    ? []
    : [`${path}: time, chance and environment come from platform/runtime.ts (${found[0]})`];
};

/** What a file under functions/ does against the house's import rules, one sentence each. */
export const importMistakes = (path: string, source: string): string[] => [
  ...importsOf(path, source).flatMap((found) =>
    importRules
      .filter((rule) => rule.broken(path, found, source))
      .map((rule) => `${path}: ${rule.says} (${found.from})`),
  ),
  ...ambientMistakes(path, source),
];
