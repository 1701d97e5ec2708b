/** How runs, leases, signals and messages lie in the one table. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

const padded = (number: number): string => String(number).padStart(15, '0');

export const runKey = (runId: string): Key => ({ pk: `run#${runId}`, sk: 'run' });
export const leaseKey = (target: string): Key => ({ pk: `target#${target}`, sk: 'lease' });

/** Marks a run that has not ended, so that the guardian finds it without an index. */
export const openKey = (runId: string): Key => ({ pk: 'open', sk: runId });

export const signalKey = (runId: string, signalId: string): Key => ({
  pk: `run#${runId}`,
  sk: `signal#${signalId}`,
});

export const timelineKey = (runId: string, version: number, index: number): Key => ({
  pk: `run#${runId}`,
  sk: `timeline#${padded(version)}#${index}`,
});

export const evidenceKey = (runId: string, version: number): Key => ({
  pk: `run#${runId}`,
  sk: `evidence#${padded(version)}`,
});

/** A message that SNS has not accepted yet. */
export const unsentKey = (messageId: string): Key => ({ pk: 'unsent', sk: messageId });
/** A message that SNS has accepted. */
export const sentKey = (runId: string, messageId: string): Key => ({
  pk: `run#${runId}`,
  sk: `message#${messageId}`,
});
