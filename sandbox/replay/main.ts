import { command } from './command.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader such as `head` has seen enough.
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
process.once('SIGINT', () => process.exit(130));

process.exitCode = await command(process.argv.slice(2), {
  output: process.stdout,
  errors: process.stderr,
  environment: process.env,
  input: () => process.stdin,
});
