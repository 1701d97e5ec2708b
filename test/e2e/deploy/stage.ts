import { startMoto } from '../support/emulators.ts';
import { adaptPackage } from './adapted.ts';
import {
  type AlbService,
  albEntry,
  albMetrics,
  deployAlb,
  readSides,
  runningTasks,
} from './alb-service.ts';
import { readTopic } from './cloud.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { type Heard, listenTo } from './ears.ts';
import { deployLambda, lambdaEntry, lambdaMetrics, readVersions } from './lambda-service.ts';
import { quickClock, timeOf } from './quick-clock.ts';
import { serve, type Used } from './users.ts';

/** How a service of the test differs from the sample of its kind. */
export interface Cast {
  /** How many requests fail on the new revision, in percent; as many as on the old if not given. */
  readonly errors?: number;
  /** Changes the catalogue entry. */
  readonly edit?: (entry: string) => string;
  readonly tags?: Record<string, string>;
}

/** The services of a test by their names. */
export interface Casting {
  readonly lambdas: Readonly<Record<string, Cast>>;
  readonly albs: Readonly<Record<string, Cast>>;
}

export interface Stage extends Deployment {
  readonly endpoint: string;
  /** The functions' time. */
  readonly now: () => number;
  /** Everything that people heard so far. */
  readonly heard: () => Promise<readonly Heard[]>;
  /** The percentages of the requests by version or side. */
  readonly weights: (service: string) => Promise<Readonly<Record<string, number>>>;
  /** The revision of a service that has no requests yet. */
  readonly revisionOf: (service: string) => string;
}

/** An hour in a minute: quick enough to bake, slow enough for a process to start in between. */
const speed = 60;
const tickSeconds = 60 / speed;
const usualErrors = 0.1;

const unchanged = (entry: string): string => entry;

const catalogueOf = ({ lambdas, albs }: Casting, deployed: readonly AlbService[]) =>
  Object.fromEntries([
    ...Object.entries(lambdas).map(([name, { edit = unchanged }]) => [
      `catalog/services/${name}.yml`,
      edit(lambdaEntry(name)),
    ]),
    ...deployed.map((service) => [
      `catalog/services/${service.name}.yml`,
      albs[service.name]?.edit?.(albEntry(service)) ?? albEntry(service),
    ]),
  ]);

const lambdaUsed = (endpoint: string, name: string, { errors = usualErrors }: Cast): Used => ({
  weights: () => readVersions(endpoint, name),
  errors: { 1: usualErrors, 2: errors },
  metrics: lambdaMetrics(name),
});

const albUsed = (moto: string, service: AlbService, { errors = usualErrors }: Cast = {}): Used => ({
  weights: () => readSides(moto, service),
  errors: { blue: usualErrors, green: errors },
  metrics: albMetrics(service),
});

/**
 * Deploys the stack with services to look after and people to tell. Its functions' clock is quick;
 * ELB and ECS are moto's.
 */
export const setStage = async (casting: Casting): Promise<Stage> => {
  const clock = quickClock(speed);
  const moto = await startMoto({ env: { MOTO_ECS_SERVICE_RUNNING: String(runningTasks) } });
  const albs: AlbService[] = [];
  for (const name of Object.keys(casting.albs)) albs.push(await deployAlb(moto.url, name));
  const catalogue = catalogueOf(casting, albs);
  const deployment = await startDeployment({
    env: { FUNCTIONS_CLOCK: JSON.stringify(clock), SFN_WAIT_SCALE: String(1 / speed) },
    elsewhere: { elasticloadbalancing: moto.url, ecs: moto.url },
    change: (folder) => adaptPackage(folder, { tickSeconds, catalogue }),
  });
  const endpoint = deployment.emulator.url;
  const heard = await listenTo(endpoint, await readTopic(endpoint));
  const lambdas = Object.entries(casting.lambdas);
  await Promise.all(lambdas.map(([name, { tags }]) => deployLambda(endpoint, name, tags)));
  const used = Object.fromEntries([
    ...lambdas.map(([name, cast]) => [name, lambdaUsed(endpoint, name, cast)] as const),
    ...albs.map((alb) => [alb.name, albUsed(moto.url, alb, casting.albs[alb.name])] as const),
  ]);
  const leave = await serve(endpoint, clock, Object.values(used));
  return {
    ...deployment,
    endpoint,
    now: () => timeOf(clock),
    heard,
    weights: async (name) => (await used[name]?.weights()) ?? {},
    revisionOf: (name) => albs.find((alb) => alb.name === name)?.revision ?? '2',
    stop: async () => {
      leave();
      await Promise.all([deployment.stop(), moto.stop()]);
    },
  };
};
