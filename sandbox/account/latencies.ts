import type { Random } from '../random.ts';

/**
 * How long things take in the simulated account: medians in milliseconds. They are a model, chosen
 * from what operators of these services see in one region, not measurements of ours. A rehearsal
 * depends on their order of magnitude only.
 */
export const medianMilliseconds = {
  eventDelivery: 150,
  asynchronousInvoke: 40,
  warmStart: 12,
  coldStart: 450,
  stateTransition: 25,
} as const;

/**
 * Medians of one API call in milliseconds, by the SDK's service id. A call takes effect in the middle
 * of its latency: a task whose token is answered goes on before its sender knows.
 */
export const callMilliseconds: Readonly<Record<string, { read: number; change: number }>> = {
  DynamoDB: { read: 5, change: 8 },
  SFN: { read: 30, change: 45 },
  SNS: { read: 30, change: 40 },
  STS: { read: 40, change: 40 },
  IAM: { read: 80, change: 120 },
  CloudTrail: { read: 300, change: 300 },
  CloudWatch: { read: 120, change: 60 },
  'Elastic Load Balancing v2': { read: 70, change: 180 },
  ECS: { read: 60, change: 150 },
  Lambda: { read: 50, change: 150 },
  EventBridge: { read: 30, change: 40 },
};

const unknownService = { read: 50, change: 100 } as const;

/** Draws latencies, the same ones for the same seed. */
export interface Latencies {
  of(what: keyof typeof medianMilliseconds): number;
  ofCall(service: string, mutating: boolean): number;
}

/** @param scale 1 is the table; 0 makes everything instant. */
export const createLatencies = (random: Random, scale = 1): Latencies => {
  const around = (median: number): number =>
    Math.round(median * scale * (0.85 + 0.3 * random.next()));
  return {
    of: (what) => around(medianMilliseconds[what]),
    ofCall: (service, mutating) => {
      const medians = callMilliseconds[service] ?? unknownService;
      return around(mutating ? medians.change : medians.read);
    },
  };
};
