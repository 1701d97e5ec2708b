import type { Side } from '../../functions/traffic/domain/traffic.ts';
import type { Random } from '../random.ts';
import { normal } from './draws.ts';
import type { LatencyTable } from './latency.ts';
import type { Condition } from './regressions.ts';
import type { TaskSetup } from './setup.ts';

/** What one side did in a minute, piece by piece added up. */
export interface SideMinute {
  readonly side: Side;
  requests: number;
  /** Requests that got no answer from the side's tasks. */
  lost: number;
  /** Answers with 5xx. */
  errors: number;
  /** Answers with 4xx. */
  clientErrors: number;
  readonly latencies: LatencyTable;
  running: number;
  healthy: number;
  /** One value in percent for each running task. */
  cpuPercent: readonly number[];
  memoryPercent: readonly number[];
}

export const emptySideMinute = (side: Side): SideMinute => ({
  side,
  requests: 0,
  lost: 0,
  errors: 0,
  clientErrors: 0,
  latencies: { slots: [], counts: [] },
  running: 0,
  healthy: 0,
  cpuPercent: [],
  memoryPercent: [],
});

interface Tasks {
  readonly running: number;
  readonly healthy: number;
  readonly condition: Condition;
  readonly task: Omit<TaskSetup, 'requestsPerMinute'>;
  readonly taskCapacity: number;
}

const cpuNoise = 0.02;
const memoryNoise = 0.01;

/** CPU follows the requests that each task had; memory follows the revision alone. */
export const observeTasks = (random: Random, minute: SideMinute, tasks: Tasks): void => {
  const { running, healthy, condition, task, taskCapacity } = tasks;
  const load = running === 0 ? 0 : minute.requests / (running * taskCapacity);
  const cpu = task.idleCpuPercent + 100 * load * condition.cpuFactor;
  const memory = task.memoryPercent * condition.memoryFactor;
  const percent = (mean: number, noise: number) =>
    Array.from({ length: running }, () =>
      Math.max(0, Math.min(100, mean * (1 + noise * normal(random)))),
    );
  minute.running = running;
  minute.healthy = healthy;
  minute.cpuPercent = percent(cpu, cpuNoise);
  minute.memoryPercent = percent(memory, memoryNoise);
};
