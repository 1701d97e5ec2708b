import { command } from './command.ts';

process.exitCode = await command(process.argv.slice(2), {
  write: (line) => void process.stdout.write(`${line}\n`),
  writeError: (line) => void process.stderr.write(`${line}\n`),
});
