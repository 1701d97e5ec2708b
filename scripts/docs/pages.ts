import { readMachine } from './machine.ts';
import { wholeGraph } from './mermaid.ts';
import { permissionTable } from './permissions.ts';
import type { Region } from './region.ts';
import { quotedDemo, scenarioTable, withoutWallTime } from './rehearsal.ts';
import { sampleEvent } from './sample.ts';
import { shortGraph } from './short-graph.ts';

/** The machine's graphs. */
export const graphRegions: readonly Region[] = [
  { file: 'README.md', name: 'graph', text: async () => shortGraph(await readMachine()) },
  {
    file: 'statemachines/rollout.md',
    name: 'graph',
    text: async () => wholeGraph(await readMachine()),
  },
];

/** What the README quotes from the product. */
export const quotedRegions: readonly Region[] = [
  { file: 'README.md', name: 'event', text: sampleEvent },
  {
    file: 'README.md',
    name: 'rehearsal',
    text: () => quotedDemo('errors'),
    compared: withoutWallTime,
  },
  { file: 'README.md', name: 'permissions', text: permissionTable },
  { file: 'README.md', name: 'scenarios', text: scenarioTable },
];
