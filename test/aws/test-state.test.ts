import { SFNClient, TestStateCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { engineCases } from '../support/engine-cases.ts';
import { whyLeftOut } from './left-out.ts';
import { walk } from './walk.ts';

const client = new SFNClient({ maxAttempts: 8, retryMode: 'adaptive' });

const cases = Object.values(engineCases).flat();
const sent = cases.filter((each) => whyLeftOut(each) === undefined);

describe('AWS itself', () => {
  console.info(
    [
      `TestState: ${sent.length} of ${cases.length} small machines; left out:`,
      ...cases.flatMap((each) => {
        const why = whyLeftOut(each);
        return why === undefined ? [] : [`  ${each.name}: ${why}`];
      }),
    ].join('\n'),
  );

  it.each(sent)('$name', async (each) => {
    const outcome = await walk(each, (input) => client.send(new TestStateCommand(input)));

    const { seconds: _, eventCount: __, paths, ...expected } = each.expected;
    expect(outcome).toMatchObject(expected);
    if (paths !== undefined)
      expect(outcome.paths).toEqual(Array.isArray(paths) ? { main: paths } : paths);
  });
});
