import { describe, expect, it } from 'vitest';
import type { Evidence, LiveEvent } from '../../../sandbox/rehearsal.ts';
import { storyOf } from '../../../sandbox/terminal/story.ts';
import { aRehearsal } from '../../support/a-rehearsal.ts';
import { liveEventsOf } from '../../support/live-events.ts';

const fixture = aRehearsal();

const told = (events: readonly LiveEvent[], regression = fixture.regression) =>
  storyOf(events, { regression }).map(({ at, label, text }) => `${at} ${label}: ${text}`);

const someEvidence = (overrides: Partial<Evidence>): LiveEvent => {
  const evidence: Evidence = {
    at: 60,
    weight: 10,
    verdict: 'inconclusive',
    because: '120 of 200 requests',
    metrics: [],
    ...overrides,
  };
  return { kind: 'evidence', at: evidence.at, evidence };
};

const shift = (at: number, canary: number) =>
  ({ kind: 'weights', at, canary, by: 'shift-traffic' }) as const;

describe('the story of a rehearsal', () => {
  it('tells what happened, in order of time', () => {
    const story = storyOf(liveEventsOf(fixture), fixture);

    expect(story.map(({ label }) => label)).toEqual([
      ...['machine', 'told', 'machine', 'traffic', 'machine', 'pass', 'blind', 'pass', 'person'],
      ...['pass', 'traffic', 'told', 'pass', 'world', 'inconclusive', 'regress', 'regress'],
      ...['machine', 'traffic', 'told !!', 'machine'],
    ]);
    expect(story.map(({ at }) => at)).toEqual(story.map(({ at }) => at).toSorted((a, b) => a - b));
  });

  it('says a verdict again only when its meaning changes, not with its numbers', () => {
    const lines = told(
      [
        someEvidence({ at: 60, because: '120 of 200 requests' }),
        someEvidence({ at: 120, because: '150 of 200 requests' }),
        someEvidence({ at: 180, because: 'no data' }),
      ],
      null,
    );

    expect(lines).toEqual(['60 inconclusive: 120 of 200 requests', '180 inconclusive: no data']);
  });

  it('says the last verdict before a decision, and for how long it was the same', () => {
    const events = [
      someEvidence({ at: 60 }),
      someEvidence({ at: 120 }),
      someEvidence({ at: 180, because: '190 of 200 requests' }),
      shift(181, 50),
    ];

    const story = storyOf(events, { regression: null });

    expect(story[1]).toMatchObject({
      at: 180,
      text: '190 of 200 requests',
      detail: 'the same for 3 evaluations',
    });
    expect(story[2]?.text).toBe('canary 50 %, stable 50 % (shift-traffic)');
  });

  it('leaves out weights that did not change and states that were seen before', () => {
    const lines = told(
      [
        shift(0, 0),
        { kind: 'state', at: 1, name: 'Measure' },
        shift(2, 10),
        { kind: 'state', at: 3, name: 'Measure' },
        { kind: 'state', at: 3, name: 'Verdict?' },
        shift(4, 10),
      ],
      null,
    );

    expect(lines).toEqual([
      '1 machine: Measure',
      '2 traffic: canary 10 %, stable 90 % (shift-traffic)',
    ]);
  });

  it('tells what targets beyond the two sides have', () => {
    const lines = told(
      [shift(1, 10), { ...shift(2, 0), by: 'terraform', others: 30 }, shift(3, 0)],
      null,
    );

    expect(lines).toEqual([
      '1 traffic: canary 10 %, stable 90 % (shift-traffic)',
      '2 traffic: canary 0 %, stable 70 %, others 30 % (terraform)',
      '3 traffic: canary 0 %, stable 100 % (shift-traffic)',
    ]);
  });

  it('tells weights before the message of the same second that speaks of them', () => {
    const [notification] = fixture.notifications;
    if (notification === undefined) throw new Error('the fixture has no message');
    const message = (at: number): LiveEvent => ({
      kind: 'notification',
      at,
      notification: { ...notification, at },
    });
    const events: LiveEvent[] = [
      message(1.9),
      message(2.1),
      { kind: 'state', at: 2.2, name: 'Wait' },
      shift(2.8, 10),
    ];

    const story = storyOf(events, { regression: null });

    expect(story.map(({ label }) => label)).toEqual(['told', 'traffic', 'told', 'machine']);
  });

  it('tells a message by its headline and its whole first sentence', () => {
    const story = storyOf(liveEventsOf(fixture), fixture);

    expect(story.find(({ label }) => label === 'told !!')).toMatchObject({
      tone: 'bad',
      text: 'checkout: ROLLED BACK',
      detail:
        'checkout: error rate is 3.92 % on the canary and 0.31 % on stable; the limit is 0.8 %',
    });
  });
});
