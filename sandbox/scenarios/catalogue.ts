import { people } from './people.ts';
import { releases } from './releases.ts';
import type { Scenario } from './scenario.ts';
import { trouble } from './trouble.ts';

/** Every scenario, in the order in which they are listed. */
export const scenarios: readonly Scenario[] = [...releases, ...people, ...trouble];
