import { eventsPerTick, historyBudget, tickSeconds } from '../functions/rollout/domain/tick.ts';
import { longestListenSeconds } from '../functions/runs/domain/timing.ts';
import { cloudWatchTiming } from '../functions/telemetry/domain/timing.ts';
import type { Rehearsal } from '../sandbox/rehearsal.ts';
import { longBakeMinutes, playPromoted, shortBakeMinutes } from './long-rollout.ts';
import { type Bench, limited } from './row.ts';

/** AWS ends a Standard execution at its 25,000th event. */
const historyLimit = 25_000;

const ticksOf = ({ states }: Rehearsal): number =>
  states.filter(({ name }) => name === 'Measure').length;

/** Ticks of a run that lasts so many hours, all of them allowed, as the tick rule spreads them. */
export const ticksOfRun = (hours: number): number => {
  const endsAt = hours * 3_600_000;
  let now = 0;
  let ticks = 0;
  while (now < endsAt) {
    const events = ticks * eventsPerTick;
    now += tickSeconds({ now, endsAt, ...cloudWatchTiming, events }) * 1000;
    ticks += 1;
  }
  return ticks;
};

/** The most that a plan's `maximumHours` may be. */
const longestHours = 72;

/** The execution history of a rollout of 45 minutes and what it means for the longest ones. */
export const history: Bench = {
  name: 'history',
  about: 'History events of a good rollout of about 45 minutes, and the longest run they allow.',
  measure: async () => {
    const { rehearsal: long } = await playPromoted(longBakeMinutes);
    const { rehearsal: short } = await playPromoted(shortBakeMinutes);
    const perTick = (long.historyEvents - short.historyEvents) / (ticksOf(long) - ticksOf(short));
    const besides = long.historyEvents - perTick * ticksOf(long);
    const ticks = ticksOfRun(longestHours);
    const reach = ((historyBudget / eventsPerTick) * longestListenSeconds) / 3600;
    return [
      { what: 'history events', measured: String(long.historyEvents) },
      { what: 'state transitions', measured: String(long.states.length) },
      { what: 'ticks', measured: String(ticksOf(long)) },
      limited('events for each further tick', perTick, { atMost: eventsPerTick }, (value) =>
        value.toFixed(1),
      ),
      limited(
        `events of a run of ${longestHours} h, the longest allowed, ${ticks} ticks`,
        Math.round(besides + ticks * perTick),
        { below: historyLimit },
        String,
      ),
      {
        what: `longest run within the budget of ${historyBudget} events, a tick a minute`,
        measured: `${(historyBudget / eventsPerTick / 60).toFixed(1)} h`,
      },
      {
        what: `the same at the slowest tick, one in ${longestListenSeconds} s`,
        measured: `${reach.toFixed(0)} h`,
      },
    ];
  },
};
