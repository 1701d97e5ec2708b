import type { LoggedCall, Rehearsal } from '../rehearsal.ts';
import { type Markup, markup } from './markup.ts';
import { folded, section, table } from './table.ts';
import { clockText } from './time-text.ts';

interface Tally {
  readonly call: LoggedCall;
  count: number;
  failed: number;
  readonly faults: Set<string>;
  until: number;
}

const talliesOf = (calls: readonly LoggedCall[]): Tally[] => {
  const tallies = new Map<string, Tally>();
  for (const call of calls) {
    const key = `${call.function} ${call.service} ${call.action}`;
    const tally = tallies.get(key) ?? { call, count: 0, failed: 0, faults: new Set(), until: 0 };
    tally.count += 1;
    tally.failed += call.ok ? 0 : 1;
    tally.until = call.at;
    if (call.fault !== null) tally.faults.add(call.fault);
    tallies.set(key, tally);
  }
  return [...tallies.values()];
};

const row = ({ call, count, failed, faults, until }: Tally): (Markup | string | number)[] => [
  call.function,
  `${call.service} ${call.action}`,
  call.mutating ? 'changes' : 'reads',
  count,
  failed === 0 ? '–' : markup`<b class="warn">${failed}</b>`,
  [...faults].join(', ') || '–',
  call.at === until ? clockText(call.at) : `${clockText(call.at)} to ${clockText(until)}`,
];

const longestOpen = 12;

/** Which function called what of AWS, how often, and which faults the scenario put in the way. */
export const callsSection = ({ calls }: Rehearsal): Markup => {
  const tallies = talliesOf(calls);
  const columns = [
    'Function',
    'Call',
    'Effect',
    'Times',
    'Failed',
    'Faults of the scenario',
    'When',
  ];
  return section(
    'calls',
    'Calls to AWS',
    folded(
      tallies.length > longestOpen,
      `${calls.length} calls of ${tallies.length} kinds`,
      table('Calls by function', columns, tallies.map(row)),
    ),
  );
};
