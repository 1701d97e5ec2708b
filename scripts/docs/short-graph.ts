import { type Machine, waysFrom } from './machine.ts';
import { arrow, coloured, drawing, nodeOf } from './mermaid.ts';

/** The ways that the README shows, `from > to`, each with what it is taken for. */
const drawn: Readonly<Record<string, string>> = {
  'Check rollout > Shift traffic': 'all checks hold',
  'Check rollout > Refused': 'one does not',
  'Shift traffic > Listen while baking': 'weights read back',
  'Shift traffic > Promoted': '100 %, read back',
  'Listen while baking > Measure': 'each minute, or a signal',
  'Measure > Listen while baking': 'not decided',
  'Measure > Shift traffic': 'step passed',
  'Measure > Listen for approval': 'needs approval',
  'Listen for approval > Measure': '',
  'Measure > Listen while held': 'no verdict in time, weights changed, shared alarm, hold',
  'Listen while held > Measure': '',
  'Measure > Roll back': 'regress, canary alarm, abort, deadline',
  'Roll back > Rolled back': 'traffic seen gone',
  'Roll back > Operator needed': 'not safe or not possible',
};

/** Ways that exist and that the README leaves out, each with the reason. */
const leftOut: Readonly<Record<string, string>> = {
  'Check rollout > Listen for approval': 'like that of any later step',
  'Check rollout > Measure': 'a signal came before the first shift',
  'Shift traffic > Measure': 'a signal came before the shift',
  'Shift traffic > Listen while held': 'the canary became too small for the step',
  'Shift traffic > Roll back': 'a return was declared meanwhile',
  'Measure > Promoted': 'a bake at 100 %, which only some plans ask for',
  'Measure > Measure': 'a signal was read and used up',
  'Measure > Operator needed': 'the plan asks for it at a deadline',
  'Roll back > Refused': 'an error of a dry run, which moves nothing, not even back',
  'Roll back > Roll back': 'until stable can carry all of it',
};

/** Dry runs have ways of their own, and failures of the control plane itself end outside. */
const unseen = new Set(['Listen while watching', 'Watched', 'Run not ended', 'Lease lost']);

const shown = [...new Set(Object.keys(drawn).flatMap((way) => way.split(' > ')))];

/** An error counts only where it is the answer: of the checks before anything has moved. */
const isTaken = (from: string, { to, errors }: { to: string; errors?: unknown }): boolean =>
  !unseen.has(to) && (errors === undefined || (from === 'Check rollout' && to.startsWith('End')));

/** The shown states that follow a shown one, over states that are not shown. */
const followers = ({ States }: Machine, from: string): string[] => {
  const seen = new Set<string>();
  const reached = new Set<string>();
  const open = [from];
  for (const name of open) {
    const state = States[name];
    if (!state)
      throw new RangeError(`scripts/docs/short-graph.ts: no state ${name} in the machine`);
    for (const way of waysFrom(state).filter((each) => isTaken(name, each))) {
      if (shown.includes(way.to)) reached.add(way.to);
      else if (!seen.has(way.to)) open.push(way.to);
      seen.add(way.to);
    }
  }
  return [...reached];
};

/** @throws RangeError when the machine has other ways between the shown states than are named here. */
const requireAllWays = (machine: Machine): void => {
  const live = shown.flatMap((from) => followers(machine, from).map((to) => `${from} > ${to}`));
  const named = [...Object.keys(drawn), ...Object.keys(leftOut)];
  const gone = named.filter((way) => !live.includes(way));
  const unnamed = live.filter((way) => !named.includes(way));
  if (gone.length + unnamed.length > 0)
    throw new RangeError(
      `scripts/docs/short-graph.ts: not in the machine: ${gone.join(', ') || 'none'}; in the machine and neither drawn nor left out: ${unnamed.join(', ') || 'none'}`,
    );
};

/**
 * The machine as the README shows it: the states that matter to a reader, and every way between them
 * over the others. A way that the machine gains or loses must be drawn or left out by name.
 */
export const shortGraph = (machine: Machine): string => {
  requireAllWays(machine);
  const types = shown.map((name) => [name, machine.States[name]?.Type ?? 'Task'] as const);
  return drawing([
    'event(["Deploy Requested"]) --> Check_rollout',
    ...types.map(([name, type]) => nodeOf(name, type)),
    ...Object.entries(drawn).map(([way, label]) => {
      const [from = '', to = ''] = way.split(' > ');
      return arrow(from, to, label === '' ? undefined : label);
    }),
    ...coloured(types),
  ]);
};
