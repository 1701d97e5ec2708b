import { setTimeout as pause } from 'node:timers/promises';
import { scenarios } from './scenarios/catalogue.ts';
import { command } from './terminal/command.ts';
import { showCursor } from './terminal/playback.ts';

/** Loaded when it is needed, so that bad input and help are answered at once. */
const rehearse: Parameters<typeof command>[1]['rehearse'] = async (asked) =>
  (await import('./rehearse.ts')).rehearse(asked);

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader such as `head` has seen enough.
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
process.once('SIGINT', () => {
  if (process.stdout.isTTY) process.stdout.write(`${showCursor}\n`);
  process.exit(130);
});

process.exitCode = await command(process.argv.slice(2), {
  scenarios,
  rehearse,
  output: process.stdout,
  errors: process.stderr,
  environment: process.env,
  pause,
});
