import { longBakeMinutes, playPromoted } from './long-rollout.ts';

// Run by bench/wall-time.ts in a process of its own; it prints how long the process has lived.
await playPromoted(longBakeMinutes);
process.stdout.write(String(performance.now()));
