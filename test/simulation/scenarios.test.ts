import { describe, expect, it } from 'vitest';
import { invariants } from '../../sandbox/invariants/watch.ts';
import { rehearse } from '../../sandbox/rehearse.ts';
import { scenarios } from '../../sandbox/scenarios/catalogue.ts';
import { jsonLine } from '../../sandbox/terminal/json-line.ts';

const play = (scenario: string, seed = 1) => rehearse({ workflow: 'rollout', scenario, seed });

const playPricing = (scenario: string) =>
  rehearse({
    workflow: 'rollout',
    scenario,
    seed: 1,
    serviceFile: 'catalog/services/pricing.yml',
  });

describe('every scenario', () => {
  const checked = new Map<string, number>();

  it.each(scenarios)('$name ends as $expected and breaks no invariant', async (scenario) => {
    const rehearsal = await play(scenario.name);

    expect(rehearsal.outcome).toBe(scenario.expected);
    expect(rehearsal.invariants.filter(({ held }) => !held)).toEqual([]);
    for (const { name, checks } of rehearsal.invariants)
      checked.set(name, (checked.get(name) ?? 0) + checks);
  });

  it.each(scenarios)('$name ends alike for a Lambda alias', async (scenario) => {
    const rehearsal = await playPricing(scenario.name);

    expect(rehearsal.invariants.filter(({ held }) => !held)).toEqual([]);
    if (scenario.name !== 'no-capacity-at-rollback')
      expect(rehearsal.outcome).toBe(scenario.expected);
  });

  it('gives every invariant something to check in some scenario', () => {
    expect([...checked.keys()]).toEqual(invariants.map(({ name }) => name));
    expect([...checked].filter(([, checks]) => checks === 0)).toEqual([]);
  });
});

describe('a rehearsal', () => {
  it('is the same byte for byte with the same seed', async () => {
    const withoutWall = async () => jsonLine({ ...(await play('errors')), wallMs: 0 });

    expect(await withoutWall()).toBe(await withoutWall());
  });

  it('is another one with another seed', async () => {
    const [one, other] = [await play('errors', 1), await play('errors', 2)];

    expect(one.evidence).not.toEqual(other.evidence);
  });
});

describe('a rollout', () => {
  it('returns the traffic within seconds of an alarm between two ticks', async () => {
    const rehearsal = await play('alarm-mid-bake');

    const rung = rehearsal.interventions.find(({ what }) => what.includes('alarm'))?.at ?? 0;
    const back = rehearsal.weights.find(({ at, canary }) => at > rung && canary === 0)?.at ?? 0;
    expect(back - rung).toBeGreaterThan(0);
    expect(back - rung).toBeLessThan(5);
  });

  it('names who changed the weights once CloudTrail knows', async () => {
    const rehearsal = await play('weights-changed');

    const told = rehearsal.notifications.find(({ kind }) => kind === 'held');
    expect(told?.message).toContain('the canary has 30 % where this run left 10 %');
    expect(told?.message).toContain('Who did it: not known yet');
    const reminder = rehearsal.notifications.find(({ kind }) => kind === 'reminder');
    expect(reminder?.message).toContain('Who did it: changed by terraform at');
    expect(reminder?.message).not.toContain('not known yet');
  });

  it('refuses the second approval of a gate with a sentence', async () => {
    const rehearsal = await play('approve-twice');

    const refusal = rehearsal.interventions.find(({ what }) =>
      what.startsWith('approve-run answers'),
    );
    expect(refusal?.what).toMatch(/gate: approval-\d+ is not open|does not answer/);
  });

  it('says when a dry run would have rolled back, and shifts nothing', async () => {
    const rehearsal = await play('dry-run');

    expect(rehearsal.because).toMatch(/it would have been rolled back at \d\d:\d\d UTC/);
    const changes = rehearsal.calls.filter(({ action }) => /^(Modify|UpdateAlias)/.test(action));
    expect(changes).toEqual([]);
  });

  it('ends a rolled-back rollout as a failed execution with a named error', async () => {
    const rehearsal = await play('errors');

    expect(rehearsal.error).toBe('RolledBackError');
    expect(rehearsal.states.at(-1)?.name).toBe('Rolled back');
    const kinds = rehearsal.notifications.map(({ kind }) => kind);
    expect(kinds).toEqual(['started', 'step-reached', 'rolled-back', 'traffic-gone']);
  });
});
