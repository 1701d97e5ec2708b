import type { Fault } from '../account/faults.ts';
import type { Deed } from './rollout/deeds.ts';
import { type Schedule, siteIn } from './schedule.ts';
import { faultAt, type Site } from './sites.ts';

/** More attempts than the machine's longest Retry makes, with those of the SDK. */
export const forGood = 100;

type At = (site: Site) => Schedule;

const fault =
  (kind: Fault, times?: number): At =>
  (site) =>
    faultAt(site.schedule, site, kind, times);

const meanwhile =
  (deed: Deed): At =>
  (site) => ({
    ...site.schedule,
    interventions: [...site.schedule.interventions, { ...deed, when: { call: siteIn(site) } }],
  });

/** What can go wrong with one call. */
const faults: readonly At[] = [
  fault({ kind: 'run-twice', afterSeconds: 3 }),
  fault({ kind: 'run-twice', afterSeconds: 400 }),
  fault({ kind: 'before' }),
  fault({ kind: 'after' }),
  fault({ kind: 'throttle' }),
  fault({ kind: 'late', seconds: 4 }),
  fault({ kind: 'late-effect', seconds: 25 }),
  fault({ kind: 'kill-before', answer: 'exit' }),
  fault({ kind: 'kill-after' }),
  fault({ kind: 'before', error: 'denied' }, forGood),
];

/** A change whose answer is lost and whose effect comes late, while others act. */
export const lateMoves = (sites: readonly Site[], meddling: readonly Deed[]): Schedule[] =>
  sites
    .filter(({ isMove }) => isMove)
    .flatMap((site) =>
      meddling.map((deed) => ({
        ...fault({ kind: 'late-effect', seconds: 25 })(site),
        interventions: meanwhile(deed)(site).interventions,
      })),
    );

/**
 * Each site with each fault, and with what others may do at that very moment. First come some for
 * each site, all kinds taking turns, so that each site and each kind occurs early. A change of traffic
 * meets all of them at once, the other calls of its function every fault.
 *
 * @param perSite how many kinds the first part has for each site.
 * @returns the first part and the rest.
 */
export const atEverySite = (
  sites: readonly Site[],
  meddling: readonly Deed[],
  perSite: number,
): { readonly first: readonly Schedule[]; readonly rest: readonly Schedule[] } => {
  const kinds = [...faults, ...meddling.map(meanwhile)];
  const stride = Math.floor(kinds.length / perSite);
  const isFirst = (kind: number, site: Site, index: number): boolean => {
    const turn = (kind + index) % kinds.length;
    return (
      site.isMove ||
      (site.moves && kind < faults.length) ||
      (turn % stride === 0 && turn / stride < perSite)
    );
  };
  const part = (wanted: boolean): Schedule[] =>
    kinds.flatMap((at, kind) =>
      sites.filter((site, index) => isFirst(kind, site, index) === wanted).map(at),
    );
  return { first: part(true), rest: part(false) };
};
