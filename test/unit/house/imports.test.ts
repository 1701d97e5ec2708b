import { describe, expect, it } from 'vitest';
import { importMistakes } from '../../support/import-rules.ts';
import {
  codeOf,
  filesUnder,
  reachableFrom,
  reachesShippedFiles,
  readSource,
} from '../../support/source.ts';

/** What only a catalogue entry is parsed with: the plan that a run carries was parsed when it began. */
const catalogueSchemas = [
  'functions/rollout/domain/plan.ts',
  'functions/telemetry/domain/metric.ts',
  'functions/traffic/domain/target.ts',
];

describe('imports under functions/', () => {
  it('point inward only', () => {
    const files = filesUnder('functions', '.ts');

    const mistakes = files.flatMap((path) => importMistakes(path, readSource(path)));

    expect(files.length).toBeGreaterThan(10);
    expect(mistakes).toEqual([]);
  });

  it('load the large schemas only into the functions that read the catalogue', () => {
    const handlers = filesUnder('functions', '.ts').filter((path) =>
      codeOf(readSource(path)).includes('export const handler'),
    );

    const loading = handlers.filter((path) =>
      reachableFrom(path).some((loaded) => catalogueSchemas.includes(loaded)),
    );

    expect(loading.length).toBeGreaterThan(1);
    expect(loading).toEqual(handlers.filter(reachesShippedFiles));
  });
});

const handler = 'functions/rollout/measure.ts';
const domain = 'functions/rollout/domain/judge.ts';

describe('the import rules', () => {
  it.each([
    ['a sandbox import', handler, "import { clock } from '../../sandbox/clock.ts';", 'outside'],
    ['a dynamic import of a test', handler, "await import('../../test/support/a.ts');", 'outside'],
    ['another capability', handler, "import { a } from '../drill/domain/a.ts';", 'each other'],
    [
      'a type of another one',
      handler,
      "import type { A } from '../drill/domain/a.ts';",
      'each other',
    ],
    [
      'a capability in runs',
      'functions/runs/listen.ts',
      "import { a } from '../rollout/domain/a.ts';",
      'never import a capability',
    ],
    [
      'a re-export of a capability',
      'functions/runs/listen.ts',
      "export { a } from '../rollout/domain/a.ts';",
      'never import a capability',
    ],
    [
      'runs in platform',
      'functions/platform/task.ts',
      "import { a } from '../runs/domain/run.ts';",
      'nothing but platform',
    ],
    ['an adapter in a domain', domain, "import { alb } from '../../traffic/alb.ts';", 'a domain'],
    ['a handler in a domain', domain, "import { a } from '../measure.ts';", 'a domain'],
    [
      'the runtime in a domain',
      domain,
      "import { now } from '../../platform/runtime.ts';",
      'a domain',
    ],
    ['a Node module in a domain', domain, "import { readFile } from 'node:fs';", 'a domain'],
    ['the SDK in a domain', domain, "import '@aws-sdk/client-ecs';", 'only adapters'],
    [
      'the SDK in a handler',
      handler,
      "import { A } from '@aws-sdk/client-ecs';\nexport const handler = task(A);",
      'only adapters',
    ],
    ['zod by name', domain, "import { z } from 'zod/mini';", 'import * as z'],
    ['all of zod', handler, "import * as z from 'zod';", 'zod/mini'],
    ['the clock', handler, 'const at = Date.now();', 'Date.now'],
    ['a fresh date', handler, 'const at = new Date();', 'new Date('],
    ['the clock in a template', handler, 'const at = `${Date.now()}`;', 'Date.now'],
    ['chance', domain, 'const x = Math.random();', 'Math.random'],
    ['the environment', handler, 'const x = process.env.TABLE;', 'process.env'],
    ['fresh ids', handler, "import { randomUUID } from 'node:crypto';", 'randomUUID'],
    ['a timer', handler, 'setTimeout(stop, 5);', 'setTimeout'],
  ])('refuse %s', (_, path, source, says) => {
    const mistakes = importMistakes(path, source);

    expect(mistakes.join('\n')).toContain(says);
  });

  it.each([
    [
      'an adapter with the SDK',
      'functions/traffic/alb.ts',
      "import { A } from '@aws-sdk/client-ecs';",
    ],
    ['a handler with shared parts', handler, "import { now } from '../platform/runtime.ts';"],
    ['a domain with shared types', domain, "import type { Run } from '../../runs/domain/run.ts';"],
    ['a domain with zod', domain, "import * as z from 'zod/mini';"],
    ['a package in a handler', handler, "import { parse } from 'yaml';"],
    ['a date of a given time', domain, 'const day = new Date(at).toISOString();'],
    ['words in comments and texts', domain, "// Date.now()\nconst a = 'process.env';"],
    ['the runtime itself', 'functions/platform/runtime.ts', 'export const now = () => Date.now();'],
  ])('allow %s', (_, path, source) => {
    const mistakes = importMistakes(path, source);

    expect(mistakes).toEqual([]);
  });
});
