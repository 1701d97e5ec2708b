import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rehearsal } from '../rehearsal.ts';
import { callsSection } from './calls-section.ts';
import { certaintySection } from './certainty-section.ts';
import { evidenceSection } from './evidence-section.ts';
import { headline } from './headline.ts';
import { Markup, markup } from './markup.ts';
import { pathSection } from './path-section.ts';
import {
  interventionsSection,
  invariantsSection,
  messagesSection,
  metricsSection,
  planSection,
  weightsSection,
} from './sections.ts';
import { style } from './style.ts';
import { outcomeTitles } from './words.ts';

const sections = [
  weightsSection,
  certaintySection,
  metricsSection,
  messagesSection,
  interventionsSection,
  evidenceSection,
  pathSection,
  invariantsSection,
  callsSection,
  planSection,
];

/**
 * The report of a rehearsal: one HTML document without scripts and without anything from elsewhere.
 * The same seed gives the same text.
 */
export const reportOf = (rehearsal: Rehearsal): string =>
  markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${outcomeTitles[rehearsal.outcome]}: ${rehearsal.workflow} ${rehearsal.scenario}, seed ${rehearsal.seed}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
${headline(rehearsal)}
${sections.map((part) => part(rehearsal))}
</main>
<footer>evenkeel, ${rehearsal.workflow} rehearsed offline in a simulated account. The virtual clock started at ${new Date(rehearsal.startedAt).toISOString()}.</footer>
</body>
</html>
`.text;

/**
 * Writes the report into a directory, which is made where it is missing.
 *
 * @returns the path of the file.
 */
export const writeReport = async (rehearsal: Rehearsal, directory: string): Promise<string> => {
  const { workflow, scenario, seed } = rehearsal;
  const path = join(directory, `${workflow}-${scenario}-${seed}.html`);
  await mkdir(directory, { recursive: true });
  await writeFile(path, reportOf(rehearsal));
  return path;
};
