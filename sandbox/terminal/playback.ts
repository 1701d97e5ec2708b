import type { LiveEvent } from '../rehearsal.ts';
import { drawn } from './layout.ts';
import type { Screen } from './screen.ts';
import { drawnStatus, type Status, statusAt, statusLines } from './status.ts';
import type { StoryLine } from './story.ts';

/** One picture of the live view: wait, then show the line, if there is one, and the status. */
export interface Picture {
  readonly afterMs: number;
  readonly line?: StoryLine;
  readonly status: Status;
}

export interface Pacing {
  /** Real time for the whole rehearsal, in milliseconds. */
  readonly wholeMs: number;
  readonly pictureMs: number;
}

/** A rehearsal of some hours is shown in about eight seconds. */
export const usualPacing: Pacing = { wholeMs: 8000, pictureMs: 50 };

/** Long quiet stretches are compressed: four times as long takes twice as long to show. */
const showingTime = (seconds: number): number => Math.sqrt(Math.max(0, seconds)) + 3;

/** The pictures of a rehearsal, paced by its virtual time. */
export function* pictures(
  events: readonly LiveEvent[],
  lines: readonly StoryLine[],
  pacing: Pacing,
): Generator<Picture> {
  const gapBefore = (index: number): number =>
    (lines[index]?.at ?? 0) - (lines[index - 1]?.at ?? 0);
  const sum = lines.reduce((total, _, index) => total + showingTime(gapBefore(index)), 0);
  const statusOf = statusAt(events);
  for (const [index, line] of lines.entries()) {
    const gap = gapBefore(index);
    const realMs = (showingTime(gap) / sum) * pacing.wholeMs;
    const count = Math.max(1, Math.round(realMs / pacing.pictureMs));
    for (let step = 1; step < count; step++) {
      const at = line.at - gap + (gap * step) / count;
      yield { afterMs: realMs / count, status: statusOf(at) };
    }
    yield { afterMs: realMs / count, line, status: statusOf(line.at) };
  }
}

const control = '\u001b[';
const hideCursor = `${control}?25l`;
export const showCursor = `${control}?25h`;
const clearStatus = `\r${control}${statusLines - 1}A${control}J`;

/** Plays a rehearsal on a terminal and leaves only the lines of the story there. */
export const play = async (
  screen: Screen,
  shown: Iterable<Picture>,
  pause: (milliseconds: number) => Promise<unknown>,
): Promise<void> => {
  screen.write(hideCursor);
  let clear = '';
  for (const { afterMs, line, status } of shown) {
    await pause(afterMs);
    const text = line === undefined ? '' : `${drawn(line, screen)}\n`;
    screen.write(`${clear}${text}${drawnStatus(status, screen)}`);
    clear = clearStatus;
  }
  screen.write(`${clear}${showCursor}`);
};
