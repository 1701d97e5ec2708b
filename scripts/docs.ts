import { keepTrue } from './docs/command.ts';
import { graphRegions, quotedRegions } from './docs/pages.ts';

process.exitCode = await keepTrue(
  [...graphRegions, ...quotedRegions],
  process.argv.slice(2),
  'npm run docs -- --write',
);
