import { fileURLToPath } from 'node:url';
import type { EngineRun, Outcome } from '../../support/engine/a-case.ts';
import { startMoto } from '../support/emulators.ts';
import { startOutsideOfMoto } from './outside-of-moto.ts';
import { runOnMoto } from './run-on-moto.ts';

/** As many as keep moto busy without making its own seconds long. */
const atOnce = 24;

const printedCharacters = 4_000;

const shims = fileURLToPath(new URL('../support/jsonata', import.meta.url));

const switchOnInterpreter = async (url: string): Promise<void> => {
  const response = await fetch(`${url}/moto-api/config`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
  });
  if (!response.ok) throw new Error(`moto's configuration answered ${response.status}`);
};

/** Runs every case on moto's interpreter, many at a time, each in a region of its own. */
export const runAllOnMoto = async (cases: readonly EngineRun[]): Promise<readonly Outcome[]> => {
  const outside = await startOutsideOfMoto();
  const moto = await startMoto({
    env: {
      PYTHONPATH: shims,
      JSONATA_PORT: String(outside.port),
      MOTO_PORT: String(outside.port),
      MOTO_ALLOW_NONEXISTENT_REGION: 'true',
    },
  });
  try {
    await switchOnInterpreter(moto.url);
    const outcomes: Outcome[] = [];
    const waiting = cases.entries();
    const work = async (): Promise<void> => {
      for (const [index, each] of waiting)
        outcomes[index] = await runOnMoto(each, `case-${index}`, moto.url, outside).catch(
          (cause: unknown) => {
            const printed = moto.output().slice(-printedCharacters);
            throw new Error(`moto cannot run "${each.name}":\n${printed}`, { cause });
          },
        );
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return outcomes;
  } finally {
    outside.close();
    await moto.stop();
  }
};
