import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInputError } from '../../functions/platform/errors.ts';
import { cataloguePath } from '../../functions/rollout/read-plan.ts';
import { projectRoot } from '../runtime.ts';
import { type Script, scriptOf } from './cast.ts';
import type { Scenario } from './scenario.ts';

/** A catalogue file to play with instead of the scenario's sample: its text and its path. */
export interface ServiceFile {
  readonly serviceText?: string;
  readonly serviceFile?: string;
}

const samples = new Map<string, string>();

const sampleText = async (path: string): Promise<string> => {
  const text = samples.get(path) ?? (await readFile(path, 'utf8'));
  samples.set(path, text);
  return text;
};

const readScript = async (scenario: Scenario, asked: ServiceFile): Promise<Script> => {
  if (asked.serviceText !== undefined)
    return scriptOf(scenario, asked.serviceText, asked.serviceFile ?? 'the service file');
  const path = asked.serviceFile ?? join(projectRoot, cataloguePath(scenario.sample));
  return scriptOf(scenario, await sampleText(path), path);
};

/** The simulated account has CloudWatch, and no server that would answer PromQL. */
const requireReadable = ({ plan }: Script, path: string): void => {
  if (plan.telemetry.kind !== 'prometheus') return;
  const mistake = {
    path: 'telemetry.kind',
    value: '"prometheus"',
    allowed:
      'cloudwatch in a rehearsal, whose account has no Prometheus; npm run rehearse:live judges with a real one',
  };
  throw new InvalidInputError(path, [mistake]);
};

/**
 * Reads the plan that a scenario is played with.
 *
 * @param isLive a real server answers what the plan asks for.
 * @throws InvalidInputError for a file that is wrong, or whose metrics nothing in the account answers.
 */
export const scriptFor = async (
  scenario: Scenario,
  asked: ServiceFile,
  isLive: boolean,
): Promise<Script> => {
  const script = await readScript(scenario, asked);
  if (!isLive) requireReadable(script, asked.serviceFile ?? 'the service file');
  return script;
};
