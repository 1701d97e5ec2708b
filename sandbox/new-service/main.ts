import { command } from './command.ts';
import { askForMissing } from './questions.ts';

const isAttended = process.stdin.isTTY === true && process.stdout.isTTY === true;

process.exitCode = await command(process.argv.slice(2), {
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  ask: isAttended ? askForMissing : undefined,
});
