import { describe, expect, it } from 'vitest';
import { pictures, play, showCursor } from '../../../sandbox/terminal/playback.ts';
import { screenOf } from '../../../sandbox/terminal/screen.ts';
import { drawnStatus, statusAt } from '../../../sandbox/terminal/status.ts';
import { storyOf } from '../../../sandbox/terminal/story.ts';
import { aRehearsal } from '../../support/a-rehearsal.ts';
import { aPage, aPlainScreen } from '../../support/a-screen.ts';
import { liveEventsOf } from '../../support/live-events.ts';

const rehearsal = aRehearsal();
const events = liveEventsOf(rehearsal);
const story = storyOf(events, rehearsal);
const shown = [...pictures(events, story, { wholeMs: 8000, pictureMs: 50 })];

const playTo = async (page: ReturnType<typeof aPage>, some = shown) => {
  const pauses: number[] = [];
  await play(screenOf(page.output, {}), some, async (milliseconds) => pauses.push(milliseconds));
  return pauses;
};

describe('the live view', () => {
  it('shows every line of the story once, in about the time that it was given', () => {
    const lines = shown.flatMap(({ line }) => line ?? []);
    const whole = shown.reduce((sum, { afterMs }) => sum + afterMs, 0);

    expect(lines).toEqual(story);
    expect(whole).toBeCloseTo(8000, 6);
  });

  it('lets the virtual clock rise from picture to picture', () => {
    const times = shown.map(({ status }) => status.at);

    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('compresses long quiet stretches', () => {
    const quiet = [10, 110, 10_110].map(
      (at) => ({ at, label: 'x', tone: 'plain', text: 'x' }) as const,
    );

    const timed = [...pictures([], quiet, { wholeMs: 1000, pictureMs: 1000 })];

    const [, short = 0, long = 0] = timed.map(({ afterMs }) => afterMs);
    expect(long / short).toBeLessThan(10);
  });

  it('pauses before each picture and gives the cursor back', async () => {
    const page = aPage({ isTTY: true, columns: 80 });

    const pauses = await playTo(page);

    expect(pauses).toEqual(shown.map(({ afterMs }) => afterMs));
    expect(page.text().endsWith(showCursor)).toBe(true);
  });

  it('follows the weights and the states', () => {
    const at = statusAt(events);

    expect([at(4), at(5), at(900)]).toEqual([
      { at: 4, state: 'Shift traffic', canary: 0 },
      { at: 5, state: 'Shift traffic', canary: 10 },
      { at: 900, state: 'Verdict?', canary: 50 },
    ]);
  });

  it.each([50, 80, 120])('draws a status that fits %d columns', (columns) => {
    const state = 'A state with a name that is longer than any screen is wide'.repeat(3);

    const lines = drawnStatus({ at: 61, state, canary: 10 }, aPlainScreen(columns)).split('\n');

    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line.length).toBeLessThan(columns);
    expect(lines[1]).toMatch(/^stable {2}90 % █+▒+ canary {2}10 %$/);
  });
});
