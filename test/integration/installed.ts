import { howToInstall, installedPrometheus } from '../../sandbox/live/prometheus.ts';

/** The suite fails where it has nothing to run against. */
export const setup = (): void => {
  const version = installedPrometheus();
  if (version === undefined) throw new Error(howToInstall);
  console.log(`Prometheus ${version}`);
};
