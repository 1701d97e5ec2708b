import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { scenarios } from '../../../sandbox/scenarios/catalogue.ts';
import { type Emulator, startMinistack, startMoto } from '../support/emulators.ts';
import { answerDifferences, itemDifferences } from './differences.ts';
import { type EmulatedTable, emulatedTable } from './emulated-table.ts';
import {
  covering,
  type RehearsedCall,
  type RehearsedTable,
  rehearseTable,
} from './rehearsed-calls.ts';

const emulators = [
  { name: 'moto', start: startMoto },
  { name: 'MiniStack', start: startMinistack },
];

const all: RehearsedTable[] = [];
for (const scenario of scenarios) all.push(await rehearseTable(scenario));
const chosen = covering(all);

describe.each(emulators)('the rehearsed calls of DynamoDB on $name', ({ name, start }) => {
  let emulator: Emulator | undefined;
  let table: EmulatedTable | undefined;
  let compared = 0;

  /** moto counts capacity that nobody asked for; see its table of deviations. */
  const differencesAt = async (emulated: EmulatedTable, call: RehearsedCall) => {
    compared += 1;
    const { capacity: _, ...found } = answerDifferences(call.expected, await emulated.answer(call));
    return found;
  };

  beforeAll(async () => {
    emulator = await start();
  });
  afterEach(() => table?.drop());
  afterAll(async () => {
    await emulator?.stop();
    console.log(
      `${name}: ${compared} calls of ${chosen.length} rehearsals put to it, among them every kind of call that all ${all.length} make`,
    );
  });

  it.each(chosen)('are answered as by the simulated table: $scenario', async (rehearsed) => {
    const emulated = await emulatedTable(emulator?.url ?? '', rehearsed.name);
    table = emulated;

    for (const call of rehearsed.calls)
      expect(await differencesAt(emulated, call), JSON.stringify(call)).toEqual({});
    expect(itemDifferences(rehearsed.items, await emulated.items())).toEqual({});
  });
});
