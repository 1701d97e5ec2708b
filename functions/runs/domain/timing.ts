/** How long a lease is valid without being renewed. */
export const leaseSeconds = 15 * 60;

/** No wait is longer than a third of the lease, so that a run cannot lose it by waiting. */
export const longestListenSeconds = leaseSeconds / 3;

/** How long an ended run, its evidence and its messages are kept. */
export const keptDays = 90;
