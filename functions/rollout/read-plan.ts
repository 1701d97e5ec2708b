import { load, YAMLException } from 'js-yaml';
import { InvalidInputError, UnknownServiceError } from '../platform/errors.ts';
import { parse } from '../platform/parse.ts';
import { readShippedFile } from '../platform/runtime.ts';
import { defaultMetrics } from '../telemetry/domain/default-metrics.ts';
import { presetMetrics } from '../telemetry/domain/preset-metrics.ts';
import { type Plan, ServiceEntry } from './domain/plan.ts';
import { planOf } from './domain/resolve.ts';

/** Where a service is described. */
export const cataloguePath = (service: string): string => `catalog/services/${service}.yml`;

/** js-yaml rather than yaml: the same for a catalogue file, in a third of the bytes to load. */
const readYaml = (text: string, path: string): unknown => {
  try {
    return load(text);
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    const line = (cause.mark?.line ?? 0) + 1;
    throw new InvalidInputError(
      path,
      [{ path: `line ${line}`, value: 'what is there', allowed: `YAML (${cause.reason})` }],
      { cause },
    );
  }
};

/**
 * Parses a catalogue entry and completes it to a plan.
 *
 * @throws InvalidInputError with one mistake for each wrong path.
 */
export const planFrom = (text: string, path: string): Plan => {
  const entry = parse(ServiceEntry, readYaml(text, path), path);
  const { telemetry, traffic } = entry;
  return planOf(
    entry,
    telemetry.kind === 'prometheus' ? presetMetrics(telemetry) : defaultMetrics(traffic.kind),
  );
};

const readCatalogueFile = async (service: string): Promise<string> => {
  if (/^[a-z][a-z0-9-]{0,39}$/.test(service)) {
    try {
      return await readShippedFile(cataloguePath(service));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    }
  }
  throw new UnknownServiceError(
    `service: "${service}" has no entry ${cataloguePath(service)} in the catalogue that this stack was deployed with. Nothing was changed; add the entry and deploy.`,
  );
};

/** Reads the plan of a service from the catalogue. @throws UnknownServiceError, InvalidInputError */
export const readPlan = async (service: string): Promise<Plan> => {
  const plan = planFrom(await readCatalogueFile(service), cataloguePath(service));
  if (plan.service === service) return plan;
  throw new InvalidInputError(cataloguePath(service), [
    {
      path: 'service',
      value: JSON.stringify(plan.service),
      allowed: `"${service}", the file's name`,
    },
  ]);
};
