/**
 * What gets worse in a revision, wherever it runs; times in virtual milliseconds since the start.
 * What `size` means depends on the kind:
 * - `errors`: the share of requests answered with 5xx on top of the usual ones;
 * - `crash`: the share of requests that get no answer from the target (for Lambda: Errors);
 * - `tail`: the factor by which a `share` of requests (0.03 by default) is slower;
 * - `latency`: the factor by which all requests are slower;
 * - `leak`: by what part of itself memory grows in an hour, slowing the slowest 3 % alike;
 * - `cpu`: the factor of CPU for each request; `memory`: the factor of memory for each task.
 */
export interface Regression {
  /** A task definition (family:revision or ARN), a Lambda version, or `everything`. */
  readonly revision: string;
  readonly kind: 'errors' | 'crash' | 'tail' | 'latency' | 'leak' | 'cpu' | 'memory';
  readonly size: number;
  readonly share?: number;
  readonly from: number;
  readonly to?: number;
}

/** What a revision does differently at a moment. */
export interface Condition {
  readonly errorShare: number;
  readonly crashShare: number;
  readonly latencyFactor: number;
  readonly tails: readonly { readonly share: number; readonly factor: number }[];
  readonly cpuFactor: number;
  readonly memoryFactor: number;
}

const healthy: Condition = {
  errorShare: 0,
  crashShare: 0,
  latencyFactor: 1,
  tails: [],
  cpuFactor: 1,
  memoryFactor: 1,
};

const usualTail = 0.03;
const hourMs = 3_600_000;

/** `web:42` and the ARN of task definition `web:42` are the same revision. */
export const revisionName = (revision: string): string => revision.split('/').at(-1) ?? revision;

const worsen = (condition: Condition, regression: Regression, hours: number): Condition => {
  const { kind, size, share = usualTail } = regression;
  switch (kind) {
    case 'errors':
      return { ...condition, errorShare: Math.min(1, condition.errorShare + size) };
    case 'crash':
      return { ...condition, crashShare: Math.min(1, condition.crashShare + size) };
    case 'tail':
      return { ...condition, tails: [...condition.tails, { share, factor: size }] };
    case 'latency':
      return { ...condition, latencyFactor: condition.latencyFactor * size };
    case 'leak': {
      const growth = 1 + size * hours;
      const tails = [...condition.tails, { share, factor: growth }];
      return { ...condition, tails, memoryFactor: condition.memoryFactor * growth };
    }
    case 'cpu':
      return { ...condition, cpuFactor: condition.cpuFactor * size };
    case 'memory':
      return { ...condition, memoryFactor: condition.memoryFactor * size };
  }
};

/** The condition of a revision that runs since `since`; all times in milliseconds since the start. */
export const conditionOf = (
  regressions: readonly Regression[],
  revision: string,
  since: number,
  at: number,
): Condition =>
  regressions
    .filter(
      ({ revision: sick, from, to = Number.POSITIVE_INFINITY }) =>
        (sick === 'everything' || revisionName(sick) === revisionName(revision)) &&
        from <= at &&
        at < to,
    )
    .reduce(
      (condition, regression) =>
        worsen(condition, regression, (at - Math.max(regression.from, since)) / hourMs),
      healthy,
    );
