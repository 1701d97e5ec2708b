import { keepTrue } from './docs/command.ts';
import { graphRegions } from './docs/pages.ts';

process.exitCode = await keepTrue(graphRegions, process.argv.slice(2), 'npm run graph -- --write');
