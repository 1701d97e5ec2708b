import type { Lease } from '../../functions/runs/domain/run.ts';
import type { TableReader, TableWrite } from './table-writes.ts';

/** A lease as it was from a moment on, in virtual seconds. */
interface Held {
  readonly at: number;
  readonly lease: Partial<Lease> | undefined;
}

/** Follows the leases through time. */
export const leaseBook = (reader: TableReader) => {
  const history = new Map<string, Held[]>();
  return {
    /** The lease of a target as it was at a moment. */
    at: (target: string, moment: number): Partial<Lease> | undefined =>
      history.get(target)?.findLast(({ at }) => at <= moment)?.lease,
    follow: (writes: readonly TableWrite[], at: number): void => {
      for (const { pk, sk } of writes) {
        if (sk !== 'lease') continue;
        const target = pk.slice('target#'.length);
        const held = history.get(target) ?? [];
        held.push({ at, lease: reader.item(pk, 'lease') as Partial<Lease> | undefined });
        history.set(target, held);
      }
    },
  };
};
