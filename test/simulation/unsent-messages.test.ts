import { describe, expect, it } from 'vitest';
import type { Stack } from '../../sandbox/account/stack.ts';
import { scenario, tried } from '../support/a-trial.ts';

/** The metric documents with this metric that functions have written. */
const counted = ({ account }: Stack, name: string): number =>
  account.lines.filter((line) => line.startsWith('{') && Object.hasOwn(JSON.parse(line), name))
    .length;

const rollout = async (isDenied: boolean) => {
  const found: Stack[] = [];
  const { outcome, notifications } = await tried(scenario('good'), {
    faults: ({ action }) =>
      isDenied && action === 'Publish' ? { kind: 'before', error: 'denied' } : undefined,
    onStack: (stack) => void found.push(stack),
  });
  const [stack] = found;
  if (!stack) throw new Error('the rehearsal showed no stack');
  return { outcome, told: notifications.length, late: counted(stack, 'MessageNotSent') };
};

describe('a rollout of which the topic takes no message', () => {
  it('goes on, and counts in every minute what an alarm rings for', async () => {
    const { outcome, told, late } = await rollout(true);

    expect({ outcome, told }).toEqual({ outcome: 'promoted', told: 0 });
    expect(late).toBeGreaterThan(35);
  });
});

describe('a rollout of which people are told', () => {
  it('counts no message as unsent', async () => {
    const { told, late } = await rollout(false);

    expect(told).toBeGreaterThan(0);
    expect(late).toBe(0);
  });
});
