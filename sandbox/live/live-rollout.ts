import { setTimeout as pause } from 'node:timers/promises';
import { overNetwork } from '../../functions/platform/http.ts';
import type { LiveEvent, Rehearsal, RehearsalOutcome } from '../rehearsal.ts';
import { rehearseWith } from '../rehearse.ts';
import { livePlan } from './live-plan.ts';
import { startLoad } from './load.ts';
import { startPrometheus } from './prometheus.ts';
import { startService } from './sample-service.ts';
import { startProxy } from './weighted-proxy.ts';

/** One release of the sample service. */
export interface Release {
  readonly name: string;
  /** Share of requests that the new version answers with a 500. */
  readonly errorShare: number;
  readonly expected: RehearsalOutcome;
}

export const releases: readonly Release[] = [
  { name: 'good', errorShare: 0, expected: 'promoted' },
  { name: 'errors', errorShare: 0.03, expected: 'rolled-back' },
];

const requestsPerSecond = 100;
/** So that the hour before the rollout is not empty. */
const historySeconds = 12;

interface Stoppable {
  readonly stop: () => unknown;
}

/** Version 1 with all the traffic, version 2 beside it, and a proxy in front that follows shares. */
const startSample = async (release: Release, kept: Stoppable[]) => {
  const behaviour = { errorShare: 0, milliseconds: 5 };
  const { name, errorShare } = release;
  const blue = await startService(`${name}-v1`, behaviour);
  const green = await startService(`${name}-v2`, { ...behaviour, errorShare });
  kept.push(blue, green);
  let shares: Readonly<Record<string, number>> = { blue: 100, green: 0 };
  const proxy = await startProxy({ blue, green }, () => shares);
  kept.push(proxy, startLoad(proxy.port, requestsPerSecond));
  return {
    release,
    ports: [blue.port, green.port],
    follow: (live: Readonly<Record<string, number>>) => {
      shares = live;
    },
  };
};

type Sample = Awaited<ReturnType<typeof startSample>>;

/** The real machine and handlers in a simulated account, in real time, over a real Prometheus. */
const roll = (
  { release, follow }: Sample,
  url: string,
  watch: (event: LiveEvent) => void,
): Promise<Rehearsal> =>
  rehearseWith(
    {
      workflow: 'rollout',
      name: release.name,
      story: 'The sample service, judged by what a real Prometheus has scraped.',
      expected: release.expected,
      sample: 'checkout',
      horizonMinutes: 5,
      aftermathMinutes: 0,
      world: () => ({ propagationMs: 0 }),
    },
    {
      workflow: 'rollout',
      scenario: release.name,
      seed: 1,
      serviceText: livePlan(release.name, url),
      serviceFile: `the plan of ${release.name}`,
      watch,
    },
    { live: { post: overNetwork, onShares: follow } },
  );

/** What a person would want to watch while it runs. */
export interface Watching {
  readonly onReady: (version: string) => void;
  readonly onEvent: (release: Release, event: LiveEvent) => void;
}

/**
 * Rolls all releases out at once. All that was started is stopped, whatever happens.
 *
 * @throws an Error that says how to install Prometheus when it is missing.
 */
export const rollOutLive = async ({ onReady, onEvent }: Watching): Promise<Rehearsal[]> => {
  const kept: Stoppable[] = [];
  try {
    const samples: Sample[] = [];
    for (const release of releases) samples.push(await startSample(release, kept));
    const ports = samples.flatMap((sample) => sample.ports);
    const prometheus = await startPrometheus(ports, { scrapeSeconds: 1 });
    kept.push(prometheus);
    onReady(prometheus.version);
    await pause(historySeconds * 1_000);
    return await Promise.all(
      samples.map((sample) =>
        roll(sample, prometheus.url, (event) => onEvent(sample.release, event)),
      ),
    );
  } finally {
    for (const each of kept.toReversed()) await each.stop();
  }
};
