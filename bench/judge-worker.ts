import { parentPort } from 'node:worker_threads';
import { playCell } from './judge-cell.ts';
import type { Setting } from './judge-setting.ts';

export interface Task {
  readonly index: number;
  readonly setting: Setting;
  readonly runs: number;
  readonly seed: number;
}

parentPort?.on('message', ({ index, setting, runs, seed }: Task) => {
  parentPort?.postMessage({ index, decisions: playCell(setting, runs, seed) });
});
