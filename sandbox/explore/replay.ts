import type { Asked } from './arguments.ts';
import { readCase } from './kept-case.ts';
import type { Pool } from './pool.ts';
import { randomSchedule } from './random-schedule.ts';
import { readSchedule } from './read-schedule.ts';
import { type Schedule, scheduleLines } from './schedule.ts';
import { subjectOf } from './subject.ts';

const scheduleOf = async (
  text: string,
  { workflows: [workflow = ''] }: Asked,
  pool: Pool,
): Promise<Schedule> => {
  if (/^\d+$/.test(text)) return randomSchedule(subjectOf(workflow), Number(text), pool.tryOut);
  return text.endsWith('.yml') ? (await readCase(text)).schedule : readSchedule(text);
};

/** Rehearses one schedule and prints what came of it. @returns whether every invariant held. */
export const replay = async (
  text: string,
  asked: Asked,
  pool: Pool,
  write: (line: string) => void,
): Promise<boolean> => {
  const schedule = await scheduleOf(text, asked, pool);
  const { outcome, violations } = await pool.tryOut(schedule);
  if (asked.json) write(JSON.stringify({ schedule, outcome, violations }));
  else {
    const { workflow, scenario, sample, seed, bakeMinutes } = schedule;
    const played = `${scenario}${sample ? ` with ${sample}` : ''}`;
    const bakes = bakeMinutes ? `, bakes of ${bakeMinutes} min` : '';
    write(`${workflow} ${played}, seed ${seed}${bakes}: ${outcome}`);
    for (const line of scheduleLines(schedule)) write(`  ${line}`);
    for (const { invariant, at, sentence } of violations)
      write(`  ${invariant} at ${at} s: ${sentence}`);
  }
  return violations.length === 0;
};
