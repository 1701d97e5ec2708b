import type { LiveEvent, Rehearsal, Watch } from '../rehearsal.ts';
import { endedAsExpected } from '../report/reaction.ts';
import { writeReport } from '../report/report.ts';
import { type Asked, readArguments } from './arguments.ts';
import { chooseScenarios, listScenarios, type Scenario } from './choose.ts';
import { makeFolder } from './folder.ts';
import { jsonLine } from './json-line.ts';
import { drawn } from './layout.ts';
import { pictures, play, usualPacing } from './playback.ts';
import { type Output, paint, type Screen, screenOf } from './screen.ts';
import { readService, type ServiceFile } from './service-file.ts';
import { storyOf } from './story.ts';
import { closing, opening, summaryTable } from './summary.ts';
import { tableLines } from './table.ts';
import { tellingMistakes } from './telling-mistakes.ts';

export interface Rehearsing {
  readonly workflow: 'rollout';
  readonly scenario: string;
  readonly seed: number;
  readonly serviceText?: string;
  readonly serviceFile?: string;
  readonly watch?: Watch;
}

/** What the command needs of the world around it. */
export interface Surroundings {
  readonly scenarios: readonly Scenario[];
  readonly rehearse: (asked: Rehearsing) => Promise<Rehearsal>;
  readonly output: Output;
  readonly errors: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

const usualDirectory = 'rehearsals';

const list = (asked: Asked, { scenarios, output }: Surroundings, screen: Screen): void => {
  const listed = listScenarios(scenarios, asked.workflow);
  if (asked.json) {
    for (const { workflow, name, expected, story, sample } of listed)
      output.write(`${JSON.stringify({ workflow, scenario: name, expected, story, sample })}\n`);
    return;
  }
  const widest = Math.max(...listed.map(({ name }) => name.length), 'scenario'.length);
  const [header = '', ...rest] = tableLines(
    [
      { title: 'workflow', width: 8 },
      { title: 'scenario', width: widest },
      { title: 'expected', width: 14 },
      { title: 'story' },
    ],
    listed.map(({ workflow, name, expected, story }) => [workflow, name, expected, story]),
    screen.columns(),
  );
  output.write(`${[paint(screen, 'strong', header), ...rest].join('\n')}\n`);
};

const show = async (
  rehearsal: Rehearsal,
  events: readonly LiveEvent[],
  screen: Screen,
  pause: Surroundings['pause'] | undefined,
): Promise<void> => {
  screen.write(`${opening(rehearsal, screen)}\n\n`);
  const lines = storyOf(events, rehearsal);
  if (pause !== undefined) await play(screen, pictures(events, lines, usualPacing), pause);
  else for (const line of lines) screen.write(`${drawn(line, screen)}\n`);
  screen.write(`\n${closing(rehearsal, screen)}\n\n`);
};

const runOne = async (
  scenario: Scenario,
  asked: Asked,
  service: ServiceFile | undefined,
  surroundings: Surroundings,
  screen: Screen,
): Promise<Rehearsal> => {
  const events: LiveEvent[] = [];
  const rehearsal = await surroundings.rehearse({
    workflow: 'rollout',
    scenario: scenario.name,
    seed: asked.seed,
    ...(service && { serviceText: service.text, serviceFile: service.file }),
    watch: (event) => events.push(event),
  });
  const isPaced = screen.isLive && !asked.fast;
  if (asked.json) surroundings.output.write(`${jsonLine(rehearsal)}\n`);
  else await show(rehearsal, events, screen, isPaced ? surroundings.pause : undefined);
  return rehearsal;
};

/** Where the reports go; undefined where none are wanted. */
const reportFolder = (asked: Asked): string | undefined =>
  asked.report ?? (asked.json ? undefined : usualDirectory);

const report = async (
  rehearsals: readonly Rehearsal[],
  asked: Asked,
  screen: Screen,
): Promise<void> => {
  const folder = reportFolder(asked);
  if (folder === undefined) return;
  const paths: string[] = [];
  for (const rehearsal of rehearsals) paths.push(await writeReport(rehearsal, folder));
  if (asked.json) return;
  if (rehearsals.length > 1) screen.write(`${summaryTable(rehearsals, screen)}\n\n`);
  for (const path of paths) screen.write(`report  ${path}\n`);
};

const run = async (words: readonly string[], surroundings: Surroundings): Promise<number> => {
  const asked = readArguments(words, (text) => surroundings.output.write(text));
  if (asked === 'helped') return 0;
  const screen = screenOf(surroundings.output, surroundings.environment);
  if (asked.list) {
    list(asked, surroundings, screen);
    return 0;
  }
  const chosen = chooseScenarios(surroundings.scenarios, asked.workflow, asked.scenario);
  const service = asked.service === undefined ? undefined : await readService(asked.service);
  const folder = reportFolder(asked);
  if (folder !== undefined) await makeFolder(folder, '--report');
  const rehearsals: Rehearsal[] = [];
  for (const scenario of chosen)
    rehearsals.push(await runOne(scenario, asked, service, surroundings, screen));
  await report(rehearsals, asked, screen);
  return rehearsals.every(endedAsExpected) ? 0 : 1;
};

/**
 * The command `rehearse`.
 *
 * @returns the exit code: 0 every run ended as its scenario expects, 1 otherwise, 2 bad input, with
 * one line for each mistake.
 */
export const command = (words: readonly string[], surroundings: Surroundings): Promise<number> =>
  tellingMistakes(
    () => run(words, surroundings),
    (line) => surroundings.errors.write(`${line}\n`),
  );
