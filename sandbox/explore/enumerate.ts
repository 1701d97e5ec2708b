import type { Fault } from '../account/faults.ts';
import type { Schedule } from './schedule.ts';
import { faultAt, moves, type Site } from './sites.ts';

/** What can go wrong with one call. */
export const faultKinds: readonly Fault[] = [
  { kind: 'run-twice', afterSeconds: 3 },
  { kind: 'run-twice', afterSeconds: 400 },
  { kind: 'before' },
  { kind: 'after' },
  { kind: 'throttle' },
  { kind: 'late', seconds: 4 },
  { kind: 'late-effect', seconds: 25 },
  { kind: 'kill-before', answer: 'exit' },
  { kind: 'kill-after' },
];

/** Each site with each fault. */
export const everySiteAndFault = (sites: readonly Site[]): Schedule[] =>
  faultKinds.flatMap((fault) => sites.map((site) => faultAt(site, fault)));

/**
 * Each site with some faults, all kinds taking turns, so that each site and each kind occurs. What
 * moves traffic meets all of them.
 */
export const stratified = (sites: readonly Site[], faultsPerSite: number): Schedule[] => {
  const stride = Math.floor(faultKinds.length / faultsPerSite);
  const isTurn = (kind: number, site: number): boolean => {
    const turn = (kind + site) % faultKinds.length;
    return turn % stride === 0 && turn / stride < faultsPerSite;
  };
  return faultKinds.flatMap((fault, kind) =>
    sites
      .filter((site, index) => moves(site) || isTurn(kind, index))
      .map((site) => faultAt(site, fault)),
  );
};
